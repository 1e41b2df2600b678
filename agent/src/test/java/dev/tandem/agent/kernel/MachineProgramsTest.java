package dev.tandem.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real programs and real processes, which end, and are held meanwhile. */
@Timeout(30)
class MachineProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Programs programs = Programs.OF_MACHINE;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Process process;

    @BeforeEach
    void startOne() throws IOException {
        process = programs.start(new ProcessBuilder("sleep", "60"));
    }

    @AfterEach
    void endIt() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private Optional<ProcessHold> hold(String name) {
        return programs.hold((int) process.pid(), name, ended::countDown);
    }

    /** The name is the shell's until exec has happened. */
    private ProcessHold hold() {
        Optional<ProcessHold> held = hold("sleep");
        while (held.isEmpty() && process.isAlive()) {
            Thread.onSpinWait();
            held = hold("sleep");
        }
        return held.orElseThrow();
    }

    @Test
    void aProgramsAnswerIsBothOfItsOutputsAndItsCode() {
        Programs.Result result = programs.run(LONG, "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(result).isEqualTo(new Programs.Result(3, "out\nerr"));
        assertThat(result.succeeded()).isFalse();
        assertThat(programs.run(LONG, "true").succeeded()).isTrue();
    }

    @Test
    void ofAProgramThatSaysMuchTheEndIsKept() {
        String much = "head -c 10000000 /dev/zero | tr '\\0' x; echo; echo the end";
        assertThat(programs.run(LONG, "sh", "-c", much).output())
                .hasSizeLessThanOrEqualTo(32 * 1024)
                .endsWith("x\nthe end");
    }

    @Test
    void aProgramThatDoesNotEndIsKilledAndDidNotSucceed() {
        long begun = System.nanoTime();
        assertThat(programs.run(Duration.ofMillis(100), "sleep", "60").succeeded())
                .isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }

    @Test
    void aProgramThatIsNotThereIsAFailure() {
        assertThatThrownBy(() -> programs.run(LONG, "no-such-program-of-tandem"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-program-of-tandem");
    }

    @Test
    void aProcessThatIsKilledEndsAndIsTold() throws InterruptedException {
        ProcessHold held = hold();
        assertThat(held.hasEnded()).isFalse();
        held.kill();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(held.hasEnded()).isTrue();
        held.kill();
    }

    @Test
    void aProcessThatEndsByItselfIsTold() throws InterruptedException {
        ProcessHold held = hold();
        process.destroy();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(held.hasEnded()).isTrue();
    }

    @Test
    void oneProcessHasOneIdentity() {
        assertThat(hold().identity()).isEqualTo(hold().identity()).startsWith("p" + process.pid() + "s");
    }

    /** Its number may be somebody else's by now, and that one must not be killed. */
    @Test
    void aProcessOfAnotherNameIsNotHeld() {
        hold();
        assertThat(hold("mariadbd")).isEmpty();
    }

    @Test
    void aProcessThatIsGoneIsNotHeld() throws InterruptedException {
        process.destroyForcibly().waitFor();
        assertThat(hold("sleep")).isEmpty();
    }
}
