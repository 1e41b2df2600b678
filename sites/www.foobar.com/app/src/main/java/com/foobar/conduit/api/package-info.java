/**
 * One class per resource of the RealWorld API: reads the request, opens the transaction, calls the store, answers.
 *
 * <p>May import {@code http}, {@code security}, {@code store} and {@code model}; holds no SQL.
 */
@NullMarked
package com.foobar.conduit.api;

import org.jspecify.annotations.NullMarked;
