package dev.tandem.agent.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServerNumberTest {
    private static final long NOW = 1_795_686_857L;
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");

    @Test
    void eachLifeHasAnotherNumberHoweverFastTheyFollow() {
        List<Long> lives = LongStream.iterate(ServerNumber.after(0, NOW, 1), last -> ServerNumber.after(last, NOW, 1))
                .limit(100)
                .boxed()
                .toList();
        assertThat(lives).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aClockThatWasSetBackGivesNoNumberAgain() {
        long last = ServerNumber.after(0, NOW, 1);
        assertThat(ServerNumber.after(last, NOW - 1_000_000, 1)).isGreaterThan(last);
    }

    @Test
    void machinesThatStartTogetherHaveDifferentNumbers() {
        assertThat(ServerNumber.ordinal(ONE, List.of(TWO, ONE))).isZero();
        assertThat(ServerNumber.ordinal(TWO, List.of(TWO, ONE))).isEqualTo(1);
        assertThat(ServerNumber.after(0, NOW, 0)).isNotEqualTo(ServerNumber.after(0, NOW, 1));
    }

    @Test
    void itIsANumberOf32Bits() {
        assertThat(ServerNumber.after(0, NOW, 15)).isBetween(NOW - 16, NOW + 16).isLessThan(1L << 32);
    }
}
