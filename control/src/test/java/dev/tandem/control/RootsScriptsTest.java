package dev.tandem.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads every script and unit that root runs on machines: none of them runs what another user answers, or takes or writes by name what
 * lies in a folder of another user.
 */
class RootsScriptsTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");

    /** Folders that another user than root can write in. */
    private static final String OF_OTHERS =
            "/(run/haproxy|run/mysqld|run/tandem-runner|run/tandem-router|var/lib/mysql|var/lib/etcd|var/lib/knot|var/cache/tandem)/";

    /** The router's unit is its own user's, not root's. */
    private static final String ROUTER = "tandem-router.service.mustache";

    @Test
    void noAnswerIsRun() {
        assertNowhere("\\beval\\b");
        assertNowhere("(?<!\\|)\\|\\s*(ba|da)?sh\\b");
        assertNowhere("(?<!\\|)\\|\\s*(\\S*/)?(mariadb|mysql|nft|psql|knotc|socat\\s+-)\\b(?!.*UNIX-CONNECT)");
        assertNowhere("(?<!\\|)\\|\\s*\\$");
    }

    @Test
    void noClientOfTheDatabaseIsRoot() {
        assertNowhere("(?<!\\w)mariadb\\s+-(?!-user=mysql)");
    }

    @Test
    void rootWritesIntoNoFolderOfAnotherUser() {
        assertNowhere(">\\s*[\"']?" + OF_OTHERS);
        assertNowhere("\\b(chown|chmod|touch|cp|install)\\b[^|;&]*" + OF_OTHERS);
    }

    private static void assertNowhere(String pattern) {
        Pattern banned = Pattern.compile(pattern);
        List<String> found = lines().filter(line -> banned.matcher(line).find()).toList();
        assertThat(found).as(pattern).isEmpty();
    }

    private static Stream<String> lines() {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files
                    .filter(file -> file.toString().matches(".*(\\.sh|\\.mustache)"))
                    .filter(file -> !file.endsWith(ROUTER))
                    .toList()
                    .stream()
                    .flatMap(RootsScriptsTest::code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> code(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.strip().startsWith("#"))
                    .map(line -> file.getFileName() + ": " + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
