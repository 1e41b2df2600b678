package dev.tandem.lab.drill.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final Usage RUNNER = new Usage("server1", "tandem-runner", 200, 60, 120, 0);

    @Test
    void whatHasGrownByHalfAndMoreLooksLikeALeak() {
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server1", "tandem-runner", 260, 70, 150, 0))))
                .isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server1", "tandem-runner", 400, 111, 500, 0))))
                .containsExactly(
                        "tandem-runner on server1: memory in MiB grew from 200 to 400",
                        "tandem-runner on server1: threads grew from 60 to 111",
                        "tandem-runner on server1: open files grew from 120 to 500");
    }

    /** MariaDB fills its buffers and its log: that is no leak of ours. Nor has a program that does not run a say. */
    @Test
    void onlyOurOwnProgramsAreJudged() {
        Usage mariadb = new Usage("server1", "mariadb", 100, 30, 60, 0);
        assertThat(Usage.leaks(List.of(mariadb), List.of(new Usage("server1", "mariadb", 900, 300, 900, 0))))
                .isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of())).isEmpty();
        assertThat(Usage.leaks(List.of(RUNNER), List.of(new Usage("server2", "tandem-runner", 999, 999, 999, 0))))
                .isEmpty();
    }

    @Test
    void whatTheMachinesSayIsReadByProgramAndFolder() {
        assertThat(Usage.parse("lb1", "tandem-agent 81920 31 44 0\n/var/log 0 0 0 12\ncut o"))
                .containsExactly(
                        new Usage("lb1", "tandem-agent", 80, 31, 44, 0), new Usage("lb1", "/var/log", 0, 0, 0, 12));
    }
}
