package dev.tandem.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.drill.age.AgesByName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/lifetimes.md has a row for everything that lives long, and none for what is not there any more: whoever adds a connection that
 * is kept, a thread, a timer or a time-out says there what ends it and what happens then.
 */
class LifetimesTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Path PAGE = REPOSITORY.resolve("docs/lifetimes.md");
    private static final Path GOLDEN = REPOSITORY.resolve("control/src/test/resources/golden/render");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern AGE = Pattern.compile("\\bage `([^`]+)`");

    /** What it is, what ends it, what happens then, what users notice, what ages it. */
    private static final int COLUMNS = 5;

    @Test
    void whateverLivesLongHasARowThatSaysWhatEndsIt() throws IOException {
        SortedSet<String> without = found();
        without.removeAll(named());
        assertThat(without)
                .as(
                        "these live long and have no row in docs/lifetimes.md: say there what ends each, and what happens then")
                .isEmpty();
    }

    @Test
    void everyRowIsAboutSomethingThatIsThere() throws IOException {
        SortedSet<String> gone = named();
        gone.removeAll(found());
        assertThat(gone)
                .as("docs/lifetimes.md has rows for these, and nothing of that name is there (any more, or so often)")
                .isEmpty();
    }

    @Test
    void everyRowFillsEveryColumn() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> {
            List<String> cells = cells(row);
            assertThat(cells).as(row).hasSize(COLUMNS).noneMatch(String::isBlank);
        });
    }

    /** What a row says ages it can be done. */
    @Test
    void everyAgeThatARowNamesIsOneThatALabCanDo() throws IOException {
        List<String> ages = rows().stream()
                .flatMap(row -> AGE.matcher(row).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(AgesByName.all()).isNotEmpty().containsAll(ages);
        assertThat(ages).as("each age is named by a row that it ages").containsAll(AgesByName.all());
    }

    /** The test can fail: a file with a new client, thread and time-out in it is seen. */
    @Test
    void whatIsAddedIsFound() {
        assertThat(LongLived.madeIn("HttpClient client = HttpClient.newHttpClient(); // new Socket(\n"
                        + "/* new Timer() */ Thread.ofPlatform().start(this); Thread.ofPlatform().start(that);"))
                .containsExactly("HTTP client", "thread", "thread");
        assertThat(
                        LongLived.saidIn(
                                "    timeout tarpit 10s # timeout client 3s\n server a 10.0.0.1:80 tcp-ut 400ms\nRuntimeMaxSec=1d"))
                .containsExactly("timeout tarpit", "tcp-ut", "RuntimeMaxSec");
    }

    private static SortedSet<String> found() {
        SortedSet<String> all = new TreeSet<>(LongLived.inSources(REPOSITORY));
        all.addAll(LongLived.inRendered(GOLDEN));
        return all;
    }

    private static SortedSet<String> named() throws IOException {
        SortedSet<String> named = new TreeSet<>();
        for (String row : rows()) {
            CODE.matcher(cells(row).getFirst()).results().forEach(found -> named.add(found.group(1)));
        }
        return named;
    }

    /** The tables' rows, without their heads. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
                .toList();
    }

    private static List<String> cells(String row) {
        return List.of(row.substring(1, row.lastIndexOf('|')).split("\\|", -1));
    }
}
