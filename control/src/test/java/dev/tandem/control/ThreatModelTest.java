package dev.tandem.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md has a row for each attacker, and the tests that it names are there: a promise whose test went is not kept by anybody. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/security.md");
    private static final String TABLE = "\n| attacker | he can | he cannot | shown by |\n|---|---|---|---|\n";
    private static final int COLUMNS = 4;

    /** A test's class, perhaps with one of its methods. */
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    private static final List<String> ATTACKERS = List.of(
            "a stranger, with one address",
            "a stranger with 100 addresses",
            "a user, signed in",
            "a broken application (somebody's code runs in it)",
            "a broken balancer (HAProxy)",
            "root on a machine with an application and no database",
            "a broken web server (nginx)",
            "a broken database (mysqld)",
            "a broken name server (Knot)",
            "a stolen backup",
            "a malicious release",
            "somebody on the same network",
            "a former admin");

    @Test
    void everyAttackerHasARowWithAllItsCells() throws IOException {
        List<List<String>> rows = rows(Files.readString(PAGE));
        assertThat(rows).extracting(List::getFirst).isEqualTo(ATTACKERS);
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(COLUMNS).noneMatch(String::isBlank));
    }

    @Test
    void everyRowNamesATestOrSaysThatThereIsNone() throws IOException {
        assertThat(rows(Files.readString(PAGE)))
                .allSatisfy(row -> assertThat(row.getLast()).containsPattern(TEST.pattern() + "|no test"));
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        assertThat(missing(Files.readString(PAGE))).isEmpty();
    }

    /** This test can fail: a class, a method and a name of two classes that are not what the page says. */
    @Test
    void aTestThatIsNotThereIsNamed() throws IOException {
        assertThat(missing("`NobodysTest`, `ThreatModelTest.nobodysMethod`, `ArchitectureTest`, `ThreatModelTest`"))
                .containsExactly(
                        "NobodysTest: 0 classes of that name",
                        "ThreatModelTest.nobodysMethod: no such method",
                        "ArchitectureTest: 5 classes of that name");
    }

    private static List<List<String>> rows(String page) {
        String from = page.substring(page.indexOf(TABLE) + TABLE.length());
        return from.lines()
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }

    private static List<String> missing(String page) throws IOException {
        SortedMap<String, List<Path>> tests = tests();
        List<String> missing = new ArrayList<>();
        for (MatchResult named : TEST.matcher(page).results().toList()) {
            List<Path> classes = tests.getOrDefault(named.group(1), List.of());
            String name = named.group().replace("`", "");
            if (classes.size() != 1) {
                missing.add(name + ": " + classes.size() + " classes of that name");
            } else if (named.group(2) != null && !hasMethod(classes.getFirst(), named.group(2))) {
                missing.add(name + ": no such method");
            }
        }
        return missing;
    }

    private static boolean hasMethod(Path file, String method) throws IOException {
        return Pattern.compile("\\bvoid " + method + "\\(")
                .matcher(Files.readString(file))
                .find();
    }

    private static SortedMap<String, List<Path>> tests() throws IOException {
        SortedMap<String, List<Path>> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().contains("/src/test/java/")
                            && file.toString().endsWith("Test.java"))
                    .forEach(file -> tests.computeIfAbsent(
                                    file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                            .add(file));
        }
        return tests;
    }
}
