package dev.tandem.control.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How nginx serves.
 *
 * @param maximumBody the largest request body it takes
 * @param staticMaxAge how long browsers may keep a static file without asking again
 * @param headers what every static file is sent with besides, in the order of names, which no two differ in only by case
 * @param fallback the static page that answers for every page which the application does not know
 * @param fallbackExcept the paths at and below which nothing is a page
 */
public record Web(
        ByteSize maximumBody,
        Duration staticMaxAge,
        Map<String, String> headers,
        Optional<String> fallback,
        List<String> fallbackExcept) {
    /** What a path of a page may be written like. */
    public static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,100}){1,20}");

    /** What a header may be called (RFC 9110, 5.1, and no longer than anybody needs). */
    public static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    /** What it may say: visible characters and blanks; nginx takes a dollar sign for the beginning of a variable, wherever it stands. */
    public static final Pattern VALUE = Pattern.compile("(?=.*[!-~])[ -#%-~]{1,2000}");

    private static final String STATIC_MAX_AGE = "cache-control";
    private static final String HSTS = "strict-transport-security";

    /** What nginx says of the file and the connection, and the balancers of themselves; a cookie that is kept with a file is everybody's. */
    private static final Set<String> RESERVED = Set.of(
            STATIC_MAX_AGE,
            HSTS,
            "accept-ranges",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "date",
            "etag",
            "keep-alive",
            "last-modified",
            "location",
            "retry-after",
            "server",
            "set-cookie",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary",
            "x-served-by");

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Web {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            checkHeader(name);
            checkValue(value);
            if (byName.put(name, value) != null) {
                throw new IllegalArgumentException("the header '" + name + "' stands there twice, in another case");
            }
        });
        headers = Collections.unmodifiableMap(byName);
        fallback.ifPresent(Web::checkPath);
        fallbackExcept.forEach(Web::checkPath);
        fallbackExcept = List.copyOf(fallbackExcept);
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when it is not the plain path of a page or of a folder. */
    public static void checkPath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "'" + path
                            + "' is not a path such as /index.html: letters, digits and ._~- after each slash, no dot first, no slash at the end");
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when no static file may be sent with such a header. */
    public static void checkHeader(String name) {
        if (!HEADER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a header's name such as Content-Security-Policy: letters, digits and -");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower)) {
            throw new IllegalArgumentException(
                    switch (lower) {
                        case STATIC_MAX_AGE -> "'" + name + "' follows from static-max-age";
                        case HSTS -> "'" + name + "' follows from tls.hsts";
                        default -> "'" + name + "' is what nginx or a balancer says itself";
                    });
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when no header can say this. */
    public static void checkValue(String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a header's value is one line of at most 2000 letters, digits and signs of ASCII, and not $");
        }
    }
}
