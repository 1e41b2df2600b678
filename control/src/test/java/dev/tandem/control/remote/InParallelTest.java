package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InParallelTest {
    @Test
    void resultsComeInTheOrderOfTheInputs() {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        assertThat(InParallel.map(List.of(1, 2, 3), input -> "key " + input, input -> {
                    if (input == 3) {
                        lastIsDone.countDown();
                    } else {
                        await(lastIsDone);
                    }
                    return input * 10;
                }))
                .containsExactly(Map.entry("key 1", 10), Map.entry("key 2", 20), Map.entry("key 3", 30));
    }

    @Test
    void allRunAtTheSameTime() {
        CountDownLatch everybody = new CountDownLatch(40);
        List<Integer> inputs = IntStream.range(0, 40).boxed().toList();
        assertThat(InParallel.map(inputs, input -> input, input -> {
                    everybody.countDown();
                    await(everybody);
                    return input;
                }))
                .hasSize(40);
    }

    @Test
    void theFirstFailureIsThrownWhenAllHaveEndedAndTheOthersAreInIt() {
        AtomicInteger ended = new AtomicInteger();
        assertThatThrownBy(() -> InParallel.map(List.of(1, 2, 3), input -> input, input -> {
                    ended.incrementAndGet();
                    if (input > 1) {
                        throw new IllegalStateException("failure " + input);
                    }
                    return input;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failure 2")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("failure 3"));
        assertThat(ended).hasValue(3);
    }

    @Test
    void oneFailureThatHitsAllIsNotSuppressedInItself() {
        IllegalStateException shared = new IllegalStateException("shared");
        assertThatThrownBy(() -> InParallel.map(List.of(1, 2), input -> input, _ -> {
                    throw shared;
                }))
                .isSameAs(shared)
                .hasNoSuppressedExceptions();
    }

    @Test
    void noInputsNoResults() {
        assertThat(InParallel.map(List.of(), input -> input, input -> input)).isEmpty();
    }

    @Test
    void anInterruptedCallerIsToldAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> InParallel.map(List.of(1), input -> input, _ -> {
                    await(new CountDownLatch(1));
                    return 1;
                }))
                .hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
