package dev.tandem.control.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.model.yaml.text.Notes;
import dev.tandem.control.model.yaml.text.Problem;
import dev.tandem.control.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** Whatever somebody does to the example, the reader has an answer. */
class MutationTest {
    private static final int ROUNDS = 2000;
    private static final long SEED = 20260922;

    /** The schema's checker is slow: it looks at one good mutant in this many. */
    private static final int SCHEMA_CHECKED = 5;

    private static final List<String> SCALARS = List.of(
            "",
            "~",
            "0",
            "-1",
            "99999999999",
            "1.5",
            "yes",
            "x",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            "{a: b}",
            "[a, b]",
            "*a",
            "&a",
            "!x",
            "#",
            ":",
            "- a",
            "|",
            ">",
            "@",
            "%",
            "\t",
            "\u0000",
            "\uD83D\uDE00",
            "10.80.0.11",
            "10.80.0.0/33",
            "5s",
            "5M",
            "www.foobar.com",
            "?",
            "<<",
            "&a [*a]");

    @Test
    void everyMutantIsASiteOrHasAProblemInTheFile() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> example = Files.readAllLines(ExampleTest.EXAMPLE);
        int good = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutant(example, random);
            Reading reading = SiteReader.read(text, new Notes("site.yaml", Path.of("/site"), Path.of("/home/ann")));
            String context = "round " + round + ":\n" + text;
            List<Problem> problems = Rules.problems(List.of(reading));
            switch (reading) {
                case Reading.Good site -> {
                    if (good++ % SCHEMA_CHECKED == 0) {
                        assertThat(SchemaTest.errors(text)).as(context).isEmpty();
                    }
                }
                case Reading.Bad bad -> assertThat(bad.problems()).as(context).isNotEmpty();
            }
            List<String> lines = text.lines().toList();
            assertThat(problems).as(context).allSatisfy(problem -> assertInside(problem, lines));
        }
        // A test of two outcomes that saw only one of them would say nothing.
        assertThat(good).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static void assertInside(Problem problem, List<String> lines) {
        int line = problem.position().line();
        // The end of the file is a place too: the line after the last.
        assertThat(line).isBetween(1, lines.size() + 1);
        int length = line <= lines.size() ? lines.get(line - 1).length() : 0;
        assertThat(problem.position().column()).isBetween(1, length + 1);
        assertThat(problem.message()).isNotBlank();
    }

    private static String mutant(List<String> example, SplittableRandom random) {
        List<String> lines = new ArrayList<>(example);
        int mutations = random.nextInt(1, 4);
        for (int count = 0; count < mutations; count++) {
            int index = random.nextInt(lines.size());
            switch (random.nextInt(4)) {
                case 0 -> lines.remove(index);
                case 1 -> lines.add(random.nextInt(lines.size()), lines.get(index));
                case 2 -> lines.set(index, changedScalar(lines.get(index), random));
                default -> lines.set(index, changedCharacter(lines.get(index), random));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String changedScalar(String line, SplittableRandom random) {
        String scalar = SCALARS.get(random.nextInt(SCALARS.size()));
        return line.startsWith("#") ? line : line.replaceFirst(": .*", ": " + Matcher.quoteReplacement(scalar));
    }

    private static String changedCharacter(String line, SplittableRandom random) {
        if (line.isEmpty()) {
            return " ";
        }
        int index = random.nextInt(line.length());
        String put = random.nextBoolean() ? "" : Character.toString(random.nextInt(32, 127));
        return line.substring(0, index) + put + line.substring(index + 1);
    }
}
