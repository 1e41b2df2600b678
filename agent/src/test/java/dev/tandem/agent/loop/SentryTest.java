package dev.tandem.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SentryTest {
    private Duration waited = Duration.ZERO;
    private int signs;
    private int ends;
    private final Sentry sentry = new Sentry(() -> waited, () -> signs++, () -> ends++);

    @Test
    void aLoopThatTurnsLives() {
        looks(100, Sentry.LOOKS, true);

        assertThat(ends).isZero();
        assertThat(signs).isEqualTo(100);
    }

    @Test
    void aLoopThatHangsOnAnIdleMachineEndsAfterFourSeconds() {
        looks(1, Sentry.LOOKS, true);
        looks(7, Sentry.LOOKS, false);
        assertThat(ends).isZero();

        looks(1, Sentry.LOOKS, false);

        assertThat(ends).isEqualTo(1);
        assertThat(signs).as("no sign beside the end").isEqualTo(8);
    }

    @Test
    void aLoopThatIsNotLetIsNoLoopThatHangs() {
        looks(1, Sentry.LOOKS, true);
        waited = Duration.ofMillis(480);
        looks(60, Sentry.LOOKS, false);

        assertThat(ends).isZero();
        assertThat(signs).isEqualTo(61);
    }

    @Test
    void aLoopThatIsNotLetForAMinuteHangsAllTheSame() {
        looks(1, Sentry.LOOKS, true);
        waited = Duration.ofMillis(900);
        looks(119, Sentry.LOOKS, false);
        assertThat(ends).isZero();

        looks(1, Sentry.LOOKS, false);

        assertThat(ends).isEqualTo(1);
    }

    @Test
    void severalThreadsThatWaitExcuseNoMoreThanTheTimeThatPassed() {
        looks(1, Sentry.LOOKS, true);
        looks(1, Sentry.LOOKS, false);
        waited = Duration.ofSeconds(30);
        looks(1, Sentry.LOOKS, false);
        waited = Duration.ZERO;
        looks(7, Sentry.LOOKS, false);

        assertThat(ends).isEqualTo(1);
    }

    @Test
    void whatWasWaitedBeforeAStallExcusesNothingOfIt() {
        looks(1, Sentry.LOOKS, true);
        waited = Duration.ofHours(8);
        looks(1, Sentry.LOOKS, false);
        waited = Duration.ZERO;
        looks(7, Sentry.LOOKS, false);

        assertThat(ends).isEqualTo(1);
    }

    @Test
    void aLoopThatTurnsIsNotAskedHowLongItWaited() {
        Sentry turning = new Sentry(
                () -> {
                    throw new AssertionError("asked");
                },
                () -> signs++,
                () -> ends++);

        for (int look = 0; look < 10; look++) {
            turning.turned();
            turning.look(Sentry.LOOKS);
        }

        assertThat(signs).isEqualTo(10);
    }

    @Test
    void aTurnForgivesWhatWasBefore() {
        looks(1, Sentry.LOOKS, true);
        looks(7, Sentry.LOOKS, false);
        looks(1, Sentry.LOOKS, true);
        looks(7, Sentry.LOOKS, false);

        assertThat(ends).isZero();
    }

    @Test
    void aMachineThatStoodStillForAMinuteIsNoLoopThatHangs() {
        looks(1, Sentry.LOOKS, true);
        looks(1, Duration.ofMinutes(1), false);
        looks(1, Sentry.LOOKS, false);

        assertThat(ends).isZero();
    }

    private void looks(int times, Duration passed, boolean turns) {
        for (int time = 0; time < times; time++) {
            if (turns) {
                sentry.turned();
            }
            sentry.look(passed);
        }
    }
}
