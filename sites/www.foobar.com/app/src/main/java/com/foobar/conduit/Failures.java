package com.foobar.conduit;

import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.security.HashingLine;
import com.foobar.conduit.store.DatabaseUnavailableException;
import com.foobar.conduit.store.LookAlikeException;
import com.foobar.conduit.store.SessionEndedException;
import com.foobar.conduit.store.TakenException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** What each failure is to the client; logs what is not the client's doing. */
final class Failures {

    /** The pinned specification (1.1.0) knows 422 only; version 2 of it says 409 here. */
    private static final int TAKEN = 422;

    private static final System.Logger LOGGER = System.getLogger(Failures.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

    ApiException asAnswer(RuntimeException failure, HttpServletRequest request) {
        return switch (failure) {
            case ApiException e -> e;
            case TakenException e -> taken(e.fields());
            case LookAlikeException e -> ApiException.invalid("username", Objects.requireNonNull(e.getMessage()));
            case SessionEndedException e -> ApiException.unauthorized("token", "is no longer valid");
            case HashingLine.BusyException e -> {
                logSometimes(describe(request) + ": " + e.getMessage());
                yield ApiException.unavailable("server", "is busy; try again in a moment");
            }
            case DatabaseUnavailableException e -> {
                LOGGER.log(Level.WARNING, describe(request) + ": " + e.getMessage());
                yield ApiException.unavailable("database", "is not available; try again in a moment");
            }
            default -> {
                LOGGER.log(Level.ERROR, describe(request) + " failed", failure);
                yield ApiException.internal("failed; the log has more under request " + requestId(request));
            }
        };
    }

    /** A flood must not write a line for each that it is refused. */
    private void logSometimes(String message) {
        long now = System.nanoTime();
        long due = nextLine.get();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + BETWEEN_LINES.toNanos())) {
            LOGGER.log(
                    Level.WARNING,
                    message + "; others like it in the next " + BETWEEN_LINES.toSeconds() + " s are not written here");
        }
    }

    private static ApiException taken(List<String> fields) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        fields.forEach(field -> errors.put(field, List.of("has already been taken")));
        return new ApiException(TAKEN, errors);
    }

    private static String describe(HttpServletRequest request) {
        return request.getMethod() + " " + request.getRequestURI() + " (request " + requestId(request) + ")";
    }

    /** The balancer's id, which its log has too; the container's where there is no balancer. */
    private static String requestId(HttpServletRequest request) {
        return Objects.requireNonNullElseGet(request.getHeader("X-Request-ID"), request::getRequestId);
    }
}
