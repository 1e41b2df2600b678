/**
 * The application: {@link com.foobar.conduit.ConduitServlet} puts the parts together and is the only servlet;
 * {@link com.foobar.conduit.Migrate} is the program that brings the schema up to date before a release starts.
 *
 * <p>Requests flow {@code http → api → store}; {@code model} is what they exchange, {@code security} signs and hashes.
 * This package may import all of them, none of them imports it.
 */
@NullMarked
package com.foobar.conduit;

import org.jspecify.annotations.NullMarked;
