package com.foobar.conduit.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that cannot be answered as asked: the status and, by field, what is wrong, as the RealWorld specification
 * shapes it. Thrown anywhere below the servlet, answered by it; a transaction that it passes through is rolled back.
 */
public final class ApiException extends RuntimeException {

    public static final String BLANK = "can't be blank";

    /** The status of {@link #tooMany}. */
    public static final int TOO_MANY = 429;

    private final int status;
    private final Map<String, List<String>> errors;

    public ApiException(int status, Map<String, List<String>> errors) {
        super(status + " " + errors);
        this.status = status;
        this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors)); // keeps the order of the form
    }

    private ApiException(int status, String field, String message) {
        this(status, Map.of(field, List.of(message)));
    }

    /** 422: one field is wrong; {@link RequestFields} collects several. */
    public static ApiException invalid(String field, String message) {
        return new ApiException(422, field, message);
    }

    /** 401: who sends this is unknown. */
    public static ApiException unauthorized(String field, String message) {
        return new ApiException(401, field, message);
    }

    /** 403: the thing belongs to somebody else. */
    public static ApiException forbidden(String thing) {
        return new ApiException(403, thing, "forbidden");
    }

    /** 404: there is no such thing. */
    public static ApiException notFound(String thing) {
        return new ApiException(404, thing, "not found");
    }

    /** 405: the path exists, the method does not. */
    public static ApiException methodNotAllowed() {
        return new ApiException(405, "method", "not allowed");
    }

    /** 413: more than the API reads. */
    public static ApiException tooLarge(int maximumBytes) {
        return new ApiException(413, "body", "is larger than " + maximumBytes / 1024 + " KiB");
    }

    /** 429: this was asked too often; the same request may succeed later. */
    public static ApiException tooMany(String thing, String message) {
        return new ApiException(TOO_MANY, thing, message);
    }

    /** 503: not now; the same request may succeed in a moment. */
    public static ApiException unavailable(String thing, String message) {
        return new ApiException(503, thing, message);
    }

    /** 500: our fault. */
    public static ApiException internal(String message) {
        return new ApiException(500, "server", message);
    }

    public int status() {
        return status;
    }

    public Map<String, List<String>> errors() {
        return errors;
    }
}
