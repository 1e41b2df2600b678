package dev.tandem.lab.site;

import io.avaje.jsonb.Jsonb;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with an account, who uses the API from the lab's client. */
public record Person(SiteUnderTest site, String name, String token) {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Jsonb JSONB = Jsonb.builder().build();

    /** A new account under a name that no other test has. */
    public static Person signUp(SiteUnderTest site, String prefix) {
        String name = prefix + Long.toString(System.currentTimeMillis(), 36) + COUNT.incrementAndGet();
        Map<String, Object> answer = ask(
                site,
                "POST",
                "/api/users",
                "",
                "{\"user\":{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"password\":\"password123\"}}"
                        .formatted(name));
        return new Person(site, name, text(answer, "user", "token"));
    }

    /** Publishes an article; returns its slug. */
    String publish(String title) {
        Map<String, Object> answer = ask(
                site,
                "POST",
                "/api/articles",
                token,
                "{\"article\":{\"title\":\"%s\",\"description\":\"d\",\"body\":\"b\",\"tagList\":[]}}"
                        .formatted(title));
        return text(answer, "article", "slug");
    }

    /** The answer to a request from the client, which must be a good one. */
    static Map<String, Object> ask(SiteUnderTest site, String method, String path, String token, String body) {
        String answer = site.onClient(
                "curl -sS --fail-with-body --max-time 10 -X \"$1\" -H \"Authorization: Token $3\""
                        + " -H 'Content-Type: application/json' ${4:+--data \"$4\"} \"https://www.foobar.com$2\"",
                method,
                path,
                token,
                body);
        return map(JSONB.type(Object.class).fromJson(answer));
    }

    static String text(Map<String, Object> document, String object, String key) {
        return String.valueOf(map(document.getOrDefault(object, Map.of())).get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
