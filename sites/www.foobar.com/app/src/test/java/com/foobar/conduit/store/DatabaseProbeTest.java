package com.foobar.conduit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.foobar.conduit.store.DatabaseProbe.State;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseProbeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Runnable> hanging = new ArrayDeque<>();
    private State answer = State.UP;

    private State ask() {
        asked.incrementAndGet();
        return answer;
    }

    private final DatabaseProbe probe = new DatabaseProbe(this::ask, Runnable::run, nanos::get);
    private final DatabaseProbe hangingProbe = new DatabaseProbe(this::ask, this::hang, nanos::get);

    /** Keeps the question, and the time that one waits for it passes at once. */
    private void hang(Runnable question) {
        hanging.add(question);
        nanos.addAndGet(DatabaseProbe.PATIENCE.toNanos());
    }

    @Test
    void theDatabaseIsAskedOnceAPeriod() {
        for (int i = 0; i < 100; i++) {
            assertThat(probe.state()).isEqualTo(State.UP);
        }
        assertThat(asked).hasValue(1);
        answer = State.READ_ONLY;
        nanos.addAndGet(DatabaseProbe.PERIOD.toNanos());
        assertThat(probe.state()).isEqualTo(State.READ_ONLY);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aDatabaseThatHangsIsDownAndNotAskedAgainUntilItAnswers() {
        assertThat(hangingProbe.state()).isEqualTo(State.DOWN);
        nanos.addAndGet(10 * DatabaseProbe.PERIOD.toNanos());
        assertThat(hangingProbe.state()).isEqualTo(State.DOWN);
        assertThat(hanging).hasSize(1);
        hanging.remove().run();
        hangingProbe.state();
        assertThat(hanging).hasSize(1);
        hanging.remove().run();
        assertThat(hangingProbe.state()).isEqualTo(State.UP);
    }

    @Test
    void aQuestionThatFailsMeansDown() {
        DatabaseProbe failing = new DatabaseProbe(
                () -> {
                    throw new IllegalStateException("no");
                },
                Runnable::run,
                nanos::get);
        assertThat(failing.state()).isEqualTo(State.DOWN);
    }
}
