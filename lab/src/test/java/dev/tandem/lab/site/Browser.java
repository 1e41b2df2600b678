package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.computer.Command;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chromium without a window, driven by W3C WebDriver through Debian's chromedriver. Closing it ends both. */
final class Browser implements AutoCloseable {
    private static final Jsonb JSONB = Jsonb.builder().build();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** WebDriver, section 12: the key of an element's reference. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final URI session;

    /**
     * A browser of somebody who did as {@code tandem open} said: the site's name leads to this computer, and its authority is
     * trusted.
     *
     * @param profile an empty folder; the caller removes it
     */
    Browser(Path profile, Path authority) {
        trust(profile, authority);
        try {
            ProcessBuilder builder = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true);
            // Chromium looks for the authorities that a user added in ~/.pki/nssdb.
            builder.environment().put("HOME", profile.toString());
            this.driver = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start chromedriver [./tandem test installs it]", e);
        }
        URI server = URI.create("http://127.0.0.1:" + port(driver.inputReader()) + "/");
        Map<String, Object> made = ask(
                "POST",
                server.resolve("session"),
                Map.of("capabilities", Map.of("alwaysMatch", capabilities(profile))));
        this.session = server.resolve("session/" + made.get("sessionId") + "/");
    }

    private static void trust(Path home, Path authority) {
        Path database = home.resolve(".pki/nssdb");
        try {
            Files.createDirectories(database);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + database, e);
        }
        String name = "sql:" + database;
        Command.of("certutil", "-d", name, "-N", "--empty-password").run();
        Command.of("certutil", "-d", name, "-A", "-n", "site", "-t", "C,,", "-i", authority.toString())
                .run();
    }

    private static Map<String, Object> capabilities(Path profile) {
        List<String> flags = List.of(
                "--headless",
                // Chromium's sandbox refuses root, and only root has a lab.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP " + SiteUnderTest.NAME + " 127.0.0.1",
                "--window-size=1200,1000",
                "--user-data-dir=" + profile.resolve("chromium"));
        return Map.of(
                "goog:chromeOptions",
                Map.of("args", flags),
                "goog:loggingPrefs",
                Map.of("browser", "ALL"),
                "timeouts",
                Map.of("pageLoad", PATIENCE.toMillis(), "script", PATIENCE.toMillis()));
    }

    private static String port(BufferedReader output) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                    return port.group(1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hear chromedriver", e);
        }
        throw new IllegalStateException("chromedriver ended without a word about its port");
    }

    void open(URI page) {
        command("url", Map.of("url", page.toString()));
    }

    void reload() {
        command("refresh", Map.of());
    }

    void type(String selector, String text) {
        command("element/" + find(selector) + "/value", Map.of("text", text));
    }

    void click(String selector) {
        command("element/" + find(selector) + "/click", Map.of());
    }

    /** Waits until a JavaScript expression is true. */
    void until(String expression) {
        SiteUnderTest.await(
                "in the browser: " + expression + "; the page says: " + script("return document.body.innerText"),
                PATIENCE,
                () -> Boolean.TRUE.equals(script("return Boolean(" + expression + ")")));
    }

    /** Waits until an element has this text in it. */
    void untilText(String selector, String text) {
        until("[...document.querySelectorAll('" + selector + "')].some(each => each.textContent.includes('" + text
                + "'))");
    }

    @Nullable
    Object script(String script) {
        return command("execute/sync", Map.of("script", script, "args", List.of()))
                .get("value");
    }

    /** Saves what is seen as a PNG file; returns which. */
    Path screenshot(String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        // {"value":"BASE64"}: longer than the JSON library lets a text be.
        String[] parts = exchange("GET", session.resolve("screenshot"), null).split("\"", -1);
        assertThat(parts).hasSize(5);
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(file, Base64.getDecoder().decode(parts[3]));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save " + file, e);
        }
        return file;
    }

    /** What the page complained of since it was last asked. */
    List<String> complaints() {
        Object log = command("se/log", Map.of("type", "browser")).get("value");
        assertThat(log).isInstanceOf(List.class);
        return ((List<?>) log)
                .stream()
                        .map(String::valueOf)
                        .filter(entry -> !entry.contains("level=INFO"))
                        .toList();
    }

    private String find(String selector) {
        until("document.querySelector('" + selector + "')");
        Object found = command("element", Map.of("using", "css selector", "value", selector))
                .get("value");
        assertThat(found).isInstanceOf(Map.class);
        return String.valueOf(((Map<?, ?>) found).get(ELEMENT));
    }

    private Map<String, Object> command(String path, Map<String, Object> parameters) {
        return ask("POST", session.resolve(path), parameters);
    }

    private String exchange(String method, URI address, @Nullable Map<String, Object> body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSONB.toJson(body));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE.multipliedBy(3))
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as(method + " " + address + ": " + response.body())
                    .isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("WebDriver: " + method + " " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The answer's value, under {@code value} where it is no object itself. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> ask(String method, URI address, @Nullable Map<String, Object> body) {
        Map<String, Object> answer =
                (Map<String, Object>) JSONB.type(Object.class).fromJson(exchange(method, address, body));
        return answer.get("value") instanceof Map<?, ?> value && value.containsKey("sessionId")
                ? (Map<String, Object>) value
                : answer;
    }

    @Override
    public void close() {
        try {
            ask("DELETE", URI.create(session.toString().replaceAll("/$", "")), null);
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroy();
            try {
                driver.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            http.close();
        }
    }
}
