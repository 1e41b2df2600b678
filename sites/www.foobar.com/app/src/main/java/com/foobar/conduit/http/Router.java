package com.foobar.conduit.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the handler for a method and a path. A route's path is literal segments and parameters, {@code
 * /articles/{slug}/comments}; where two routes fit, the one that was added first wins, so literals come before parameters.
 * Built once, then only read.
 */
public final class Router {

    private final List<Route> routes = new ArrayList<>();

    public Router add(String method, String path, Handler handler) {
        routes.add(new Route(method, segments(path), handler));
        return this;
    }

    /**
     * The handler and the path's parameters.
     *
     * @throws ApiException 404 if no route has this path, 405 if one has it for other methods only
     */
    public Match find(String method, String path) {
        List<String> segments = segments(path);
        boolean pathExists = false;
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.match(segments);
            if (parameters.isPresent() && route.method().equals(method)) {
                return new Match(route.handler(), parameters.get());
            }
            pathExists |= parameters.isPresent();
        }
        throw pathExists ? ApiException.methodNotAllowed() : ApiException.notFound("path");
    }

    /** The methods of a path, for the header {@code Allow}; empty if there is no such path. */
    public String methods(String path) {
        List<String> segments = segments(path);
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.match(segments).isPresent()) {
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        return String.join(", ", methods);
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** A handler that was found, with the values of the path's parameters by name. */
    public record Match(Handler handler, Map<String, String> parameters) {}

    private record Route(String method, List<String> pattern, Handler handler) {

        Optional<Map<String, String>> match(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = pattern.get(i);
                String actual = segments.get(i);
                if (expected.startsWith("{") && !actual.isEmpty()) {
                    parameters.put(expected.substring(1, expected.length() - 1), actual);
                } else if (!expected.equals(actual)) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        }
    }
}
