package com.foobar.conduit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The front end and the content security policy that site.yaml has it sent with. That a browser is content with both, a test on a site shows. */
class PolicyTest {
    private static final Path FRONT_END = Path.of("public");
    private static final Pattern POLICY = Pattern.compile("(?m)^ {4}Content-Security-Policy: \"([^\"]*)\"$");

    private static Map<String, String> policy() throws IOException {
        Matcher policy = POLICY.matcher(Files.readString(Path.of("..", "site.yaml")));
        assertThat(policy.find()).isTrue();
        return Stream.of(policy.group(1).split("; ", -1))
                .map(directive -> directive.split(" ", 2))
                .collect(Collectors.toMap(directive -> directive[0], directive -> directive[1]));
    }

    @Test
    void nothingIsAllowedThatIsNotNamed() throws IOException {
        assertThat(policy())
                .containsEntry("default-src", "'none'")
                .containsEntry("script-src", "'self'")
                .containsEntry("style-src", "'self'")
                .containsEntry("connect-src", "'self'")
                .containsEntry("base-uri", "'none'")
                .containsEntry("form-action", "'none'")
                .containsEntry("frame-ancestors", "'none'")
                .containsEntry("require-trusted-types-for", "'script'");
        assertThat(policy().values()).noneMatch(sources -> sources.contains("unsafe") || sources.contains("*"));
    }

    /** Each of these would be refused by a browser, so each would be a part of the site that does not work. */
    @Test
    void theFrontEndNeedsNoScriptOrStyleWithinAPage() throws IOException {
        assertThat(Files.readString(FRONT_END.resolve("index.html")))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:");
        try (Stream<Path> scripts = Files.walk(FRONT_END.resolve("js"))) {
            assertThat(scripts.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(script -> assertThat(script)
                            .content()
                            .doesNotContainPattern(
                                    "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"));
        }
    }
}
