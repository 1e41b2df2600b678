package com.foobar.conduit.http;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws ApiException if the request cannot be answered as asked
     */
    ApiResponse handle(ApiRequest request);
}
