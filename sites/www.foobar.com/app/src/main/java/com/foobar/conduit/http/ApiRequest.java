package com.foobar.conduit.http;

import com.foobar.conduit.model.Page;
import com.foobar.conduit.security.Asker;
import com.foobar.conduit.security.Tokens;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.security.WriteMark;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request as the resources see it. Used by one thread. */
public final class ApiRequest {

    public static final int MAXIMUM_BODY_BYTES = 1024 * 1024;

    private static final int DISCARDED_BODY_BYTES = 8 * 1024 * 1024;

    private final HttpServletRequest request;
    private final Map<String, String> parameters;
    private final Readers readers;

    public ApiRequest(HttpServletRequest request, Map<String, String> parameters, Readers readers) {
        this.request = request;
        this.parameters = parameters;
        this.readers = readers;
    }

    /** A parameter of the route's path, decoded. */
    public String path(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** A parameter of the query; null if it is not there or empty. */
    public @Nullable String query(String name) {
        String value = parameter(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** A query that is not UTF-8 is the caller's mistake; containers differ in what they throw for it. */
    private @Nullable String parameter(String name) {
        try {
            return request.getParameter(name);
        } catch (RuntimeException unreadable) {
            throw ApiException.invalid("query", "cannot be read");
        }
    }

    /** Where this comes from; behind a balancer, which address it says. */
    public Asker asker() {
        return Asker.at(request.getRemoteAddr());
    }

    /**
     * Who sends this, perhaps nobody.
     *
     * @throws ApiException 401 if there is a token and it is not valid, so that a client notices the end of its session
     */
    public Viewer viewer() {
        boolean wroteRecently = wroteRecently();
        String header = request.getHeader("Authorization");
        if (header == null || header.isBlank()) {
            return Viewer.anonymous(wroteRecently);
        }
        String[] words = header.strip().split("\\s+", 2);
        boolean known = words[0].equalsIgnoreCase("Token") || words[0].equalsIgnoreCase("Bearer");
        if (!known || words.length < 2) {
            throw ApiException.unauthorized("token", "is invalid");
        }
        Tokens.Claims claims =
                readers.tokens().check(words[1]).orElseThrow(() -> ApiException.unauthorized("token", "is invalid"));
        return new Viewer(claims.userId(), claims.tokenVersion(), wroteRecently);
    }

    /**
     * Who sends this, for routes that need somebody.
     *
     * @throws ApiException 401 if nobody is signed in
     */
    public Viewer user() {
        Viewer viewer = viewer();
        if (!viewer.signedIn()) {
            throw ApiException.unauthorized("token", "is missing");
        }
        return viewer;
    }

    /**
     * The part of a list that {@code limit} and {@code offset} ask for.
     *
     * @throws ApiException 422 if they are no such numbers
     */
    public Page page() {
        return new Page(
                number("limit", 1, Page.MAXIMUM_LIMIT, Page.DEFAULT_LIMIT), number("offset", 0, Integer.MAX_VALUE, 0));
    }

    /**
     * The fields of the body's one object.
     *
     * @throws ApiException 413 if the body is too large, 422 if it is not a JSON object with that object in it
     */
    public RequestFields body(String envelope) {
        try {
            return RequestFields.of(readers.json().readObject(bytes()), envelope);
        } catch (Json.MalformedException e) {
            throw ApiException.invalid("body", Objects.requireNonNull(e.getMessage()));
        }
    }

    private byte[] bytes() {
        try {
            InputStream body = request.getInputStream();
            byte[] bytes = body.readNBytes(MAXIMUM_BODY_BYTES + 1);
            if (bytes.length > MAXIMUM_BODY_BYTES) {
                discard(body);
                throw ApiException.tooLarge(MAXIMUM_BODY_BYTES);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away while its request was read", e);
        }
    }

    /** Takes in the rest, within reason: a client that is still sending when the connection closes never sees the answer. */
    private static void discard(InputStream body) throws IOException {
        byte[] buffer = new byte[8192];
        int left = DISCARDED_BODY_BYTES;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = body.read(buffer);
            left -= read;
        }
    }

    private int number(String name, int minimum, int maximum, int otherwise) {
        String value = query(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number out of range is.
        }
        throw ApiException.invalid(name, "must be a number from " + minimum + " to " + maximum);
    }

    private boolean wroteRecently() {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(WriteMark.COOKIE)) {
                    return readers.writeMark().isRecent(cookie.getValue());
                }
            }
        }
        return false;
    }

    /** What a request is read with; the same for all. */
    public record Readers(Json json, Tokens tokens, WriteMark writeMark) {}
}
