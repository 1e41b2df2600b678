package com.foobar.conduit;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One person with a browser: keeps cookies and, once signed up, a token. Knows only HTTP and the site's address, from the
 * system property {@code conduit.api}.
 */
final class ApiClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(true).build();

    private final URI api;
    private final HttpClient http;
    private @Nullable String token;
    private String scheme = "Token";

    private ApiClient(HttpClient.Builder http) {
        String property = System.getProperty("conduit.api", "");
        assertThat(property)
                .as("the system property conduit.api, the base URL of a running site such as http://www.foobar.com/api")
                .startsWith("http");
        this.api = URI.create(property.replaceAll("/+$", ""));
        this.http = http.connectTimeout(TIMEOUT).build();
    }

    /** Somebody whose browser keeps cookies. */
    static ApiClient visitor() {
        return new ApiClient(HttpClient.newBuilder().cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL)));
    }

    /** A program that keeps none: what it reads may be a moment old. */
    static ApiClient withoutCookies() {
        return new ApiClient(HttpClient.newBuilder());
    }

    /** A new user, signed in. */
    static ApiClient user(String username) {
        ApiClient client = visitor();
        Answer answer = client.post(
                "/users",
                Map.of(
                        "user",
                        Map.of("username", username, "email", username + "@test.com", "password", "password123")));
        assertThat(answer.status())
                .as("registering %s: %s", username, answer.body())
                .isEqualTo(201);
        client.signIn(answer.text("user", "token"));
        return client;
    }

    void signIn(String newToken) {
        token = newToken;
    }

    String token() {
        assertThat(token).isNotNull();
        return String.valueOf(token);
    }

    ApiClient saying(String authorizationScheme) {
        scheme = authorizationScheme;
        return this;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Answer send(String method, String path, @Nullable Object body) {
        return sendText(method, path, body == null ? null : JSONB.toJson(body));
    }

    Answer sendText(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", scheme + " " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A map that, unlike {@link Map#of}, may hold null. */
    static Map<String, @Nullable Object> fields(String name, @Nullable Object value) {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put(name, value);
        return map;
    }

    /** What came back. */
    record Answer(int status, String body, Map<String, List<String>> headers) {

        /** The value at a path of names and list positions; fails if there is none on the way. */
        @Nullable
        Object at(Object... path) {
            Object value = JSONB.type(Object.class).fromJson(body);
            for (Object step : path) {
                if (step instanceof Integer index) {
                    assertThat(value).as("%s in %s", step, body).isInstanceOf(List.class);
                    value = ((List<?>) value).get(index);
                } else {
                    assertThat(value).as("%s in %s", step, body).isInstanceOf(Map.class);
                    assertThat(((Map<?, ?>) value).containsKey(step))
                            .as("%s in %s", step, body)
                            .isTrue();
                    value = ((Map<?, ?>) value).get(step);
                }
            }
            return value;
        }

        String text(Object... path) {
            Object value = at(path);
            assertThat(value).as("%s in %s", List.of(path), body).isInstanceOf(String.class);
            return String.valueOf(value);
        }

        long number(Object... path) {
            Object value = at(path);
            assertThat(value).as("%s in %s", List.of(path), body).isInstanceOf(Number.class);
            return value instanceof Number number ? number.longValue() : -1;
        }

        List<Object> list(Object... path) {
            Object value = at(path);
            assertThat(value).as("%s in %s", List.of(path), body).isInstanceOf(List.class);
            return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
        }

        Answer expecting(int expected) {
            assertThat(status).as("status of the answer %s", body).isEqualTo(expected);
            return this;
        }

        /** Fails unless this is an error of that status which says that of that field. */
        void isError(int expectedStatus, String field, String message) {
            expecting(expectedStatus);
            assertThat(text("errors", field, 0)).isEqualTo(message);
        }
    }
}
