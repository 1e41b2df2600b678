package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with a browser: signs up, writes, comments, follows, marks a favourite, and finds it all again. */
@OnTheSite
class FrontEndTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    @org.jspecify.annotations.Nullable
    Path profile;

    @Test
    void aPersonUsesTheSite(SiteUnderTest site) throws IOException {
        Person author = Person.signUp(site, "author");
        String slug = author.publish("Somebody else wrote this");
        String name = "reader" + site.folder().fresh();
        try (OpenSite open = new OpenSite(site);
                Browser browser = new Browser(java.util.Objects.requireNonNull(profile), site.authority())) {
            URI home = open.address();
            browser.open(home);
            browser.untilText(".preview-title", "Somebody else wrote this");
            look(browser, "home");

            signUp(browser, home, name);
            String own = write(browser, home);
            comment(browser);
            look(browser, "article");
            followAndFavour(browser, home.resolve("/#/article/" + slug));
            browser.reload();
            browser.untilText("h1", "Somebody else wrote this");
            browser.until("document.querySelector('.favorite').getAttribute('aria-pressed') === 'true'");
            browser.untilText(".article-actions button", "Following");

            browser.open(URI.create(own));
            browser.untilText("h1", "Written in a browser");
            browser.untilText(".prose strong", "bold");
            browser.untilText(".comment-body", "A comment from a browser");
            browser.open(home.resolve("/#/@" + name));
            browser.untilText(".preview-title", "Written in a browser");
            look(browser, "profile");
            assertThat(browser.complaints()).isEmpty();
            noMarkupBecomesAPage(browser);
        }
    }

    /** What site.yaml says of the example's pages (web.headers) reaches the browser: no text can become a script in them. */
    private static void noMarkupBecomesAPage(Browser browser) {
        assertThat(browser.script("try { document.body.innerHTML = '<img src=x onerror=alert(1)>'; return 'taken'; }"
                        + " catch (refused) { return refused.name; }"))
                .isEqualTo("TypeError");
        assertThat(browser.complaints()).singleElement().asString().contains("TrustedHTML");
    }

    private static void signUp(Browser browser, URI home, String name) {
        browser.open(home.resolve("/#/register"));
        browser.type("#field-username", name);
        browser.type("#field-email", name + "@example.org");
        browser.type("#field-password", "a long password");
        browser.click("form.form button[type=submit]");
        browser.untilText("#site-nav", name);
    }

    /** Returns the address of the article. */
    private static String write(Browser browser, URI home) {
        browser.open(home.resolve("/#/editor"));
        browser.type("#field-title", "Written in a browser");
        browser.type("#field-description", "What a test has to say");
        browser.type("#field-body", "# A heading\n\nSome *emphasis* and **bold** words.");
        browser.type("#field-tagList", "testing, browsers");
        browser.click("form.form button[type=submit]");
        browser.untilText("article h1", "Written in a browser");
        browser.untilText(".tags", "testing");
        return String.valueOf(browser.script("return location.href"));
    }

    private static void comment(Browser browser) {
        browser.type(".discussion #field-body", "A comment from a browser");
        browser.click(".discussion button[type=submit]");
        browser.untilText(".comment-body", "A comment from a browser");
    }

    private static void followAndFavour(Browser browser, URI article) {
        browser.open(article);
        browser.untilText("h1", "Somebody else wrote this");
        browser.click(".article-actions button.button");
        browser.untilText(".article-actions button", "Following");
        browser.click(".article-actions button.favorite");
        browser.until("document.querySelector('.favorite .count').textContent === '1'");
    }

    /** Keeps a picture for people to look at, and sees that there is something in it. */
    private static void look(Browser browser, String name) throws IOException {
        Path file = browser.screenshot(name);
        BufferedImage image = ImageIO.read(file.toFile());
        Map<Integer, Integer> colours = new HashMap<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.merge(image.getRGB(x, y), 1, Integer::sum);
            }
        }
        int most = colours.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        assertThat(colours).as("colours in %s", file).hasSizeGreaterThan(50);
        assertThat(most)
                .as("pixels of one colour in %s", file)
                .isLessThan(image.getWidth() * image.getHeight() * 99 / 100);
    }
}
