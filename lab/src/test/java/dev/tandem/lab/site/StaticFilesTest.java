package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a frontend that somebody else built expects of a web server. */
@OnTheSite
class StaticFilesTest {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("app.mjs", "text/javascript; charset=utf-8"),
            Map.entry("app.js", "text/javascript; charset=utf-8"),
            Map.entry("app.css", "text/css; charset=utf-8"),
            Map.entry("app.js.map", "application/json; charset=utf-8"),
            Map.entry("module.wasm", "application/wasm"),
            Map.entry("site.webmanifest", "application/manifest+json; charset=utf-8"),
            Map.entry("picture.avif", "image/avif"),
            Map.entry("picture.webp", "image/webp"),
            Map.entry("letters.woff2", "font/woff2"),
            Map.entry("film.m3u8", "application/vnd.apple.mpegurl"),
            Map.entry("words.vtt", "text/vtt; charset=utf-8"),
            Map.entry("thing.glb", "model/gltf-binary"),
            Map.entry("notes.md", "text/markdown; charset=utf-8"),
            Map.entry("nobody-knows.xyzzy", "application/octet-stream"));

    @Test
    void aModernFrontendIsServedAsItsBuilderMeantIt(SiteUnderTest site) {
        site.disturb();
        SiteFolder folder = site.folder();
        TYPES.keySet().forEach(name -> folder.addToPublic("types/" + name, "one\n"));
        folder.addToPublic(".well-known/security.txt", "Contact: mailto:security@example.org\n");
        folder.addToPublic(".well-known/.secret", "hidden\n");
        folder.addToPublic(".env", "PASSWORD=hidden\n");
        folder.addToPublic("docs/.git/config", "hidden\n");
        folder.addToPublic("docs/index.html", "<a href=next.html>next</a>\n");
        folder.addToPublic("docs/next.html", "next\n");
        folder.addToPublic("two words/index.html", "blanks\n");
        folder.set("fallback", "/index.html");
        site.tandem("apply").exits(0);

        hiddenFilesStayHiddenButWhatEverybodyMayAskFor(site);
        everyFileHasItsType(site);
        aFoldersPageHasASlashAtTheEnd(site);
        aPageThatTheApplicationDoesNotKnowIsTheOnePage(site);
    }

    private static void hiddenFilesStayHiddenButWhatEverybodyMayAskFor(SiteUnderTest site) {
        assertThat(body(site, "/.well-known/security.txt")).startsWith("Contact:");
        // The application is asked for what is no file, and it says so itself.
        assertThat(status(site, "/.well-known/nothing")).isEqualTo("404");
        for (String hidden : new String[] {
            "/.env",
            "/docs/.git/config",
            "/.well-known/.secret",
            "/.well-known/.git/config",
            "/docs/.well-known/x",
            "/%2eenv",
            "/api/.env",
            "/.well-knownx/y"
        }) {
            assertThat(status(site, hidden)).as(hidden).isEqualTo("404");
            assertThat(body(site, hidden)).as(hidden).doesNotContain("hidden");
        }
    }

    private static void everyFileHasItsType(SiteUnderTest site) {
        TYPES.forEach((name, type) -> assertThat(said(site, "/types/" + name, "%{content_type}"))
                .as(name)
                .isEqualTo(type));
    }

    private static void aFoldersPageHasASlashAtTheEnd(SiteUnderTest site) {
        assertThat(said(site, "/docs?a=b", "%{http_code} %header{location}")).isEqualTo("301 /docs/?a=b");
        assertThat(body(site, "/docs/")).contains("next.html");
        assertThat(said(site, "/two%20words", "%{http_code} %header{location}")).isEqualTo("301 /two%20words/");
        assertThat(said(site, "//docs", "%{http_code} %header{location}"))
                .as("no way to lead to a host named docs")
                .isEqualTo("301 /docs/");
        // No page there: the application's.
        assertThat(status(site, "/types")).isNotEqualTo("301");
    }

    private static void aPageThatTheApplicationDoesNotKnowIsTheOnePage(SiteUnderTest site) {
        String page = body(site, "/index.html");
        for (String deep : new String[] {"/users/7", "/users/7/", "/a.b/c", "/"}) {
            assertThat(status(site, deep)).as(deep).isEqualTo("200");
            assertThat(body(site, deep)).as(deep).isEqualTo(page);
        }
        assertThat(said(site, "/users/7", "%header{cache-control}")).isEqualTo("no-cache");
        assertThat(status(site, "/assets/missing.js"))
                .as("a script that is missing")
                .isEqualTo("404");
        assertThat(status(site, "/api/nothing")).as("the API").isEqualTo("404");
        assertThat(status(site, "/users/7", "-H", "Accept: application/json"))
                .as("a program")
                .isEqualTo("404");
        assertThat(status(site, "/users/7", "-H", "Sec-Fetch-Mode: cors", "-H", "Accept: */*"))
                .as("a script's question")
                .isEqualTo("404");
        assertThat(status(site, "/users/7", "-H", "Sec-Fetch-Mode: navigate", "-H", "Accept: text/html"))
                .as("a browser")
                .isEqualTo("200");
        assertThat(status(site, "/users/7", "-X", "POST", "-d", ""))
                .as("no page")
                .isNotEqualTo("200");
        assertThat(status(site, "/api/tags")).as("what the application knows").isEqualTo("200");
    }

    private static String status(SiteUnderTest site, String path, String... options) {
        return said(site, path, "%{http_code}", options);
    }

    private static String said(SiteUnderTest site, String path, String format, String... options) {
        StringBuilder words = new StringBuilder();
        for (String option : options) {
            words.append(" '").append(option).append('\'');
        }
        return site.onClient("curl -sS --path-as-is -o /dev/null -w '" + format + "'" + words
                + " 'https://www.foobar.com" + path + "'");
    }

    private static String body(SiteUnderTest site, String path) {
        return site.onClient("curl -sS --path-as-is 'https://www.foobar.com" + path + "'");
    }
}
