package com.foobar.conduit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private final Cached<Long> cached = new Cached<>(Duration.ofSeconds(1), nanos::get);

    private long ask() throws SQLException {
        return cached.get(asked::incrementAndGet);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aYoungAnswerIsKept() throws SQLException {
        assertThat(ask()).isEqualTo(1);
        pass(Duration.ofMillis(999));
        assertThat(ask()).isEqualTo(1);
    }

    @Test
    void anOldAnswerIsAskedAnew() throws SQLException {
        ask();
        pass(Duration.ofSeconds(1));
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void aRefreshAsksAtOnce() throws SQLException {
        ask();
        assertThat(cached.refresh(asked::incrementAndGet)).isEqualTo(2);
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void aFailureKeepsNothing() throws SQLException {
        assertThatThrownBy(() -> cached.get(() -> {
                    throw new SQLException("gone");
                }))
                .hasMessage("gone");
        assertThat(ask()).isEqualTo(1);
    }

    @Test
    void whileOneAsksTheOthersGetTheOldAnswer() throws SQLException {
        ask();
        pass(Duration.ofSeconds(2));
        long[] seenMeanwhile = new long[1];
        long fresh = cached.get(() -> {
            Thread other = Thread.ofVirtual().start(() -> {
                try {
                    seenMeanwhile[0] = ask();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return asked.incrementAndGet();
        });
        assertThat(seenMeanwhile[0]).isEqualTo(1);
        assertThat(fresh).isEqualTo(2);
    }
}
