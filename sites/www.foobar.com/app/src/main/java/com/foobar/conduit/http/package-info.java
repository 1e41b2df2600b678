/**
 * HTTP in and out: routes, the request's JSON with all its problems collected, responses and error shapes.
 *
 * <p>May import {@code security} (for the viewer), {@code model} and the servlet API; knows no resource and no database.
 */
@NullMarked
package com.foobar.conduit.http;

import org.jspecify.annotations.NullMarked;
