package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.MachineName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutOfReachTest {
    private static final MachineName PRIMARY = new MachineName("server1");
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path mark;

    @BeforeEach
    void aMark() {
        mark = folder.resolve("out-of-reach");
    }

    private OutOfReach after(Duration time) {
        return new OutOfReach(mark, Set.of(PRIMARY, new MachineName("server2")), time);
    }

    private boolean comes() {
        long end = System.nanoTime() + LONG.toNanos();
        while (!Files.exists(mark) && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return Files.exists(mark);
    }

    @Test
    void usersAreSentAwayUntilItIsWithinReachAgain() {
        OutOfReach reach = after(Duration.ofMillis(1));
        reach.are(Optional.of(PRIMARY));
        assertThat(comes()).isTrue();
        reach.are(Optional.empty());
        assertThat(mark).doesNotExist();
    }

    @Test
    void whatWasLeftByAnEarlierAgentGoes() throws Exception {
        Files.createFile(mark);
        after(LONG).are(Optional.empty());
        assertThat(mark).doesNotExist();
    }

    @Test
    void aMomentIsNotEnough() {
        OutOfReach reach = after(Duration.ofMillis(50));
        reach.are(Optional.of(PRIMARY));
        reach.are(Optional.empty());
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        assertThat(mark).doesNotExist();
    }

    @Test
    void whenThePrimaryServesNoUsersSomebodyHasTo() {
        OutOfReach reach = after(Duration.ZERO);
        reach.are(Optional.of(new MachineName("db1")));
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        assertThat(mark).doesNotExist();
    }
}
