package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks src/model/swaps.pml with spin and a C compiler (Debian: spin, gcc, libc6-dev); skipped where they are missing. It takes
 * 20 s of a processor, so it runs with the tests that need machines.
 */
@Tag("model")
class SwapsModelTest {
    private static final Path MODEL = Path.of("src/model/swaps.pml").toAbsolutePath();
    private static final long LIMIT_SECONDS = 180;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsSpin() {
        assumeTrue(isThere("spin") && isThere("gcc"), "the model needs Debian's packages spin and gcc");
    }

    /** One crash less than README.md's check, so that it takes seconds. */
    @Test
    void noOrderOfSwapsAndCrashesLosesAWrite() throws Exception {
        assertThat(check("-O1", "-DLIVES=2")).contains("errors: 0").doesNotContain("max search depth too small");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO_SETTLE",
                "NO_LIFE",
                "NO_CONFIRM",
                "NO_ORDER",
                "NO_SAMPLE_OF_LIFE",
                "NO_STOP",
                "SWAP_FIRST",
                "NO_WITHDRAW",
                "NO_ROLE",
                "NO_SEMISYNC_AT_OPENING"
            })
    void withoutARuleAWriteIsLost(String rule) throws Exception {
        assertThat(check("-O0", "-DLIVES=2", "-D" + rule)).contains("errors: 1").contains("assertion violated");
    }

    private String check(String optimization, String... macros) throws Exception {
        List<String> spin = new ArrayList<>(List.of("spin", "-a"));
        spin.addAll(List.of(macros));
        spin.add(MODEL.toString());
        run(spin);
        run(List.of("gcc", optimization, "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=2000", "-o", "pan", "pan.c"));
        return run(List.of("./pan", "-m100000", "-E"));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as(command + " ends")
                .isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
