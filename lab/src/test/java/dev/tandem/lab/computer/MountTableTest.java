package dev.tandem.lab.computer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final MountTable TABLE = MountTable.parse("""
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 22 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            40 22 0:39 / /var/lib/tandem/labs/a/lb1/root rw,relatime shared:9 master:2 - overlay overlay rw,lowerdir=/x
            41 40 0:40 / /var/lib/tandem/labs/a/lb1/root/with\\040space rw - tmpfs tmpfs rw
            42 22 0:41 / /var/lib/tandem/labs/ab/lb1/root rw - overlay overlay rw
            """);

    @Test
    void mountsBelowADirectoryComeYoungestFirst() {
        assertThat(TABLE.below(Path.of("/var/lib/tandem/labs/a")))
                .containsExactly(
                        Path.of("/var/lib/tandem/labs/a/lb1/root/with space"),
                        Path.of("/var/lib/tandem/labs/a/lb1/root"));
    }

    @Test
    void optionalFieldsAreSkipped() {
        assertThat(TABLE.firstOf("cgroup2")).hasValue(Path.of("/sys/fs/cgroup/unified"));
        assertThat(TABLE.firstOf("overlay")).hasValue(Path.of("/var/lib/tandem/labs/a/lb1/root"));
        assertThat(TABLE.firstOf("zfs")).isEmpty();
    }

    @Test
    void onlyTheExactPointIsMounted() {
        assertThat(TABLE.has(Path.of("/var/lib/tandem/labs/a/lb1/root"))).isTrue();
        assertThat(TABLE.has(Path.of("/var/lib/tandem/labs/a/lb1"))).isFalse();
    }
}
