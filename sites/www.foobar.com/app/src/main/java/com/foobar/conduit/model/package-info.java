/**
 * What the API answers, as records in the shapes of the RealWorld specification, and what callers ask for. Adapters to JSON
 * are generated from them at compile time. May import the JDK only (and avaje-jsonb's annotation).
 */
@NullMarked
package com.foobar.conduit.model;

import org.jspecify.annotations.NullMarked;
