package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HashingLineTest {

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final HashingLine line = new HashingLine(1, Duration.ofMinutes(1));
    private final CountDownLatch begin = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whoGotNothingWrongComesBeforeAllWhoDid() {
        CompletableFuture<Void> first = waiting("first", true);
        List<CompletableFuture<Void>> all = new ArrayList<>(List.of(first));
        for (int index = 0; index < 5; index++) {
            all.add(waiting("guess " + index, false));
        }
        all.add(waiting("ann", true));
        all.add(waiting("bob", true));
        begin.countDown();
        all.forEach(CompletableFuture::join);
        assertThat(order).containsExactly("first", "ann", "bob", "guess 0", "guess 1", "guess 2", "guess 3", "guess 4");
    }

    @Test
    void whereNoMoreFitTheLastGuessGoesAndNobodyElse() {
        CompletableFuture<Void> first = waiting("first", true);
        List<CompletableFuture<Void>> guesses = new ArrayList<>();
        for (int index = 0; index < HashingLine.LONGEST; index++) {
            guesses.add(waiting("guess " + index, false));
        }
        assertBusy(computing("one guess more", false), "wait");
        CompletableFuture<Void> ann = waiting("ann", true, HashingLine.LONGEST);
        assertBusy(guesses.getLast(), "somebody else came first");
        begin.countDown();
        first.join();
        ann.join();
        guesses.subList(0, HashingLine.LONGEST - 1).forEach(CompletableFuture::join);
        assertThat(order).hasSize(HashingLine.LONGEST + 1).startsWith("first", "ann");
    }

    @Test
    void oneAddressDoesNotFillTheLine() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        all.add(waiting("flood", true));
        for (int index = 1; index < HashingLine.OF_ONE_ASKER; index++) {
            all.add(waiting("flood", true));
        }
        assertBusy(computing("flood", true), "one address");
        all.add(waiting("ann", true));
        begin.countDown();
        all.forEach(CompletableFuture::join);
        assertThat(order).hasSize(HashingLine.OF_ONE_ASKER + 1);
        computing("flood", true).join();
    }

    @Test
    void aComputationThatFailsLeavesItsPlace() {
        assertThatThrownBy(() -> line.compute(new Asker("ann"), true, () -> {
                    throw new IllegalStateException("no hash");
                }))
                .hasMessage("no hash");
        assertThat(line.<String>compute(new Asker("ann"), true, () -> "done")).isEqualTo("done");
    }

    @Test
    void whoHasWaitedLongEnoughGoesAndTheLineGoesOn() {
        HashingLine hasty = new HashingLine(1, Duration.ofMillis(20));
        Asker ann = new Asker("ann");
        hasty.compute(ann, true, () -> {
            assertThatThrownBy(() -> hasty.compute(new Asker("bob"), true, () -> "never"))
                    .isInstanceOf(HashingLine.BusyException.class)
                    .hasMessageContaining("within PT0.02S");
            return "done";
        });
        assertThat(hasty.length()).isZero();
        assertThat(hasty.<String>compute(ann, true, () -> "done")).isEqualTo("done");
    }

    /** Returns when it waits; the first one computes until the test begins the rest. */
    private CompletableFuture<Void> waiting(String who, boolean isClean) {
        return waiting(who, isClean, started() ? line.length() + 1 : 0);
    }

    private CompletableFuture<Void> waiting(String who, boolean isClean, int length) {
        boolean isFirst = !started();
        CompletableFuture<Void> computing = computing(who, isClean);
        await().pollInterval(Duration.ofMillis(1)).until(() -> isFirst ? started() : line.length() == length);
        return computing;
    }

    private boolean started() {
        return !order.isEmpty();
    }

    private CompletableFuture<Void> computing(String who, boolean isClean) {
        return CompletableFuture.runAsync(
                () -> line.compute(new Asker(who), isClean, () -> {
                    order.add(who);
                    awaitBegin();
                    return who;
                }),
                THREADS);
    }

    private void awaitBegin() {
        try {
            begin.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertBusy(CompletableFuture<Void> computing, String why) {
        assertThatThrownBy(computing::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(HashingLine.BusyException.class)
                .hasMessageContaining(why);
    }
}
