package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the controllers that this computer has. */
@Tag("lab")
class AllowanceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Computes for three seconds, and prints for how long at most it could not, in milliseconds. */
    private static final String LONGEST_SILENCE = """
            use Time::HiRes 'time';
            my ($last, $longest) = (time, 0);
            for (my $end = $last + 3; $last < $end;) {
                my $now = time;
                $longest = $now - $last if $now - $last > $longest;
                $last = $now;
            }
            printf '%d', $longest * 1000;
            """;

    private final ControlGroup group =
            ControlGroup.ours().child("allowance-" + ProcessHandle.current().pid());
    private final Allowance allowance = new Allowance(group);
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeGroup() {
        group.create();
    }

    @AfterEach
    void removeGroup() {
        allowance.release();
        started.forEach(Process::destroyForcibly);
        group.remove();
        ControlGroup.removeOursWhenEmpty();
        assertThat(group.remains()).isEmpty();
    }

    @Test
    void whoWantsMoreOfAProcessorThanItMayHaveStandsStillUntilTheLimitIsTakenAway() throws IOException {
        start("while :; do :; done");
        allowance.limitProcessor(0.1, MINUTE);
        assertThat(Deadline.in(Duration.ofSeconds(10)).await(() -> allowance.timesThrottled() > 10))
                .isTrue();

        allowance.release();

        long then = allowance.timesThrottled();
        Deadline.pause(Duration.ofMillis(300));
        assertThat(allowance.timesThrottled()).isEqualTo(then);
    }

    @Test
    void whoTakesMoreMemoryThanThereIsIsKilled() throws IOException {
        Process modest = start("while :; do sleep 1; done");
        Process greedy = start("sleep 1; exec perl -e '@all = map { q(x) x (4 << 20) } 1 .. 50; sleep 60'");
        allowance.limitMemory(64L << 20, MINUTE);

        assertThat(Deadline.in(Duration.ofSeconds(20)).await(() -> !greedy.isAlive()))
                .isTrue();
        assertThat(allowance.killedForMemory()).isPositive();
        assertThat(modest.isAlive()).isTrue();
    }

    @Test
    void aLimitEndsByItselfThoughNobodyTakesItAway() throws IOException {
        start("while :; do :; done");
        new Allowance(group).limitProcessor(0.1, Duration.ofSeconds(2));
        assertThat(Deadline.in(Duration.ofSeconds(2)).await(() -> allowance.timesThrottled() > 0))
                .isTrue();

        Deadline.pause(Duration.ofMillis(2_500));
        long then = allowance.timesThrottled();
        Deadline.pause(Duration.ofMillis(300));

        assertThat(allowance.timesThrottled()).isEqualTo(then);
    }

    @Test
    void aMachineThatHasUsedUpItsRealTimeIsSilentForLessThanKeepalivedsPartnerWaits() throws Exception {
        Path computing = allowance.computingGroup().orElse(group.directory());
        Process process = new ProcessBuilder(
                        "sh", "-c", "read -r go; exec chrt --rr 50 perl -e \"$1\"", "sh", LONGEST_SILENCE)
                .start();
        started.add(process);
        Files.writeString(computing.resolve("cgroup.procs"), Long.toString(process.pid()));
        try (Writer go = process.outputWriter()) {
            go.write("go\n");
        }

        String milliseconds = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(process.waitFor()).isZero();
        assertThat(Integer.parseInt(milliseconds)).isLessThan(300);
    }

    private Process start(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        started.add(process);
        Files.writeString(group.directory().resolve("cgroup.procs"), Long.toString(process.pid()));
        return process;
    }
}
