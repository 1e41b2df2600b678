package dev.tandem.control.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.GoldenFile;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.model.yaml.text.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What `tandem check` says about a file, word for word. */
class SiteGoldenTest {
    @TempDir
    Path folder;

    static List<GoldenFile> cases() {
        return GoldenFile.in("site");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyProblemIsNamedWithItsPlace(GoldenFile golden) {
        golden.check(input -> problems(input).stream()
                .map(problem -> problem.toString().replace(folder + "/", "") + "\n")
                .collect(Collectors.joining()));
    }

    @Test
    void theTableHasFiveDifferentMistakesInOneFile() {
        GoldenFile five = cases().stream()
                .filter(golden -> golden.toString().equals("five-mistakes.golden"))
                .findFirst()
                .orElseThrow();
        assertThat(problems(five.input()).stream().filter(Problem::isError)).hasSize(5);
    }

    private List<Problem> problems(String input) {
        try {
            Path file = Files.writeString(folder.resolve("site.yaml"), input);
            return Rules.problems(List.of(new SiteReader(Path.of("/home/ann")).read(file)));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
