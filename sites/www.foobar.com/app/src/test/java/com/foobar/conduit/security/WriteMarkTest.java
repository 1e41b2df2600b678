package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteMarkTest {

    private static final SigningKey KEY = new SigningKey("a secret of this test, long enough");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static WriteMark at(Instant time) {
        return new WriteMark(KEY, InstantSource.fixed(time));
    }

    @Test
    void aMarkIsRecentForSomeSeconds() {
        String mark = at(NOW).now();
        assertThat(at(NOW).isRecent(mark)).isTrue();
        assertThat(at(NOW.plusSeconds(5)).isRecent(mark)).isTrue();
        assertThat(at(NOW.plusSeconds(11)).isRecent(mark)).isFalse();
    }

    @Test
    void aMarkOfAServerWhoseClockIsAheadIsRecentToo() {
        String mark = at(NOW.plusSeconds(2)).now();
        assertThat(at(NOW).isRecent(mark)).isTrue();
        assertThat(at(NOW.minus(Duration.ofMinutes(1))).isRecent(mark)).isFalse();
    }

    @Test
    void whatWeDidNotSignIsNoMark() {
        String mark = at(NOW).now();
        String other =
                new WriteMark(new SigningKey("another secret that is long enough"), InstantSource.fixed(NOW)).now();
        for (String forged : List.of(
                "", ".", "x", "1.", ".x", other, "9" + mark, mark + "x", "-" + mark, "99999999999999999999.x")) {
            assertThat(at(NOW).isRecent(forged)).as(forged).isFalse();
        }
    }

    @Test
    void whileOneSecretReplacesAnotherBothSidesTakeEachOthersMarks() {
        String old = "the secret until now, of this test";
        String fresh = "the secret from now on, of this test";
        WriteMark before = new WriteMark(new SigningKey(old, Optional.of(fresh)), InstantSource.fixed(NOW));
        WriteMark after = new WriteMark(new SigningKey(fresh, Optional.of(old)), InstantSource.fixed(NOW));
        assertThat(after.isRecent(before.now())).isTrue();
        assertThat(before.isRecent(after.now())).isTrue();
        assertThat(at(NOW).isRecent(after.now())).isFalse();
    }
}
