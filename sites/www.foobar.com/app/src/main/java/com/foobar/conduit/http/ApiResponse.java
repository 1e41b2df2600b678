package com.foobar.conduit.http;

import org.jspecify.annotations.Nullable;

/**
 * What a handler answers.
 *
 * @param body a record of {@code model}, or null for an empty answer
 * @param wrote whether the request changed something that its sender expects to see at once
 */
public record ApiResponse(int status, @Nullable Object body, boolean wrote) {

    /** 200. */
    public static ApiResponse ok(Object body) {
        return new ApiResponse(200, body, false);
    }

    /** 201. */
    public static ApiResponse created(Object body) {
        return new ApiResponse(201, body, false);
    }

    /** 204. */
    public static ApiResponse noContent() {
        return new ApiResponse(204, null, false);
    }

    /** The same answer to a request that changed something. */
    public ApiResponse afterWrite() {
        return new ApiResponse(status, body, true);
    }
}
