package dev.tandem.runner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The line with real threads, before a pool that only counts. */
@Timeout(60)
class ConnectionLineTest {
    private static final int CONNECTIONS = 10;
    private static final int SHARE = 7;
    private static final int QUERY_NANOS = 100_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ConnectionLine line = new ConnectionLine(CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicInteger mostLent = new AtomicInteger();

    @AfterEach
    void end() {
        released.countDown();
        threads.shutdownNow();
    }

    private Optional<ConnectionLine.Turn> await(Caller caller, Duration atMost) throws InterruptedException {
        return caller.<Optional<ConnectionLine.Turn>, InterruptedException>run(() -> line.await(atMost));
    }

    private static Caller of(int source) {
        return new Caller(new Source.Ipv4(source));
    }

    private ConnectionLine.Turn taken(int source) throws InterruptedException {
        return await(of(source), LONG).orElseThrow();
    }

    /** A slow query of a request. */
    private Future<?> slow(int source) {
        return threads.submit(() -> {
            ConnectionLine.Turn turn = taken(source);
            lent.incrementAndGet();
            released.await();
            lent.decrementAndGet();
            turn.giveBack();
            return null;
        });
    }

    private List<Future<?>> slow(int count, int source) {
        List<Future<?>> all = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            all.add(slow(source));
        }
        return all;
    }

    private void awaitWaiting(int count) {
        while (line.waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private static void join(List<Future<?>> all) throws ExecutionException, InterruptedException {
        for (Future<?> each : all) {
            each.get();
        }
    }

    @Test
    void aHundredSlowRequestsOfOneAddressLeaveOthersTheirTurn() throws Exception {
        List<Future<?>> greedy = slow(100, 1);
        awaitWaiting(100 - SHARE);
        for (int other = 2; other < 200; other++) {
            taken(other).giveBack();
        }
        assertThat(lent).hasValue(SHARE);
        released.countDown();
        join(greedy);
        assertThat(line.waiting()).isZero();
    }

    @Test
    void threadsOfTheApplicationAreOneParty() throws Exception {
        List<ConnectionLine.Turn> own = new ArrayList<>();
        for (int number = 0; number < SHARE; number++) {
            own.add(threads.submit(() -> line.await(Duration.ZERO)).get().orElseThrow());
        }
        assertThat(threads.submit(() -> line.await(Duration.ZERO)).get()).isEmpty();
        assertThat(threads.submit(line::reason).get())
                .hasToString("the application itself has 7 of 10, and may have no more");
        assertThat(await(of(1), Duration.ZERO)).isPresent();
        own.getFirst().giveBack();
        assertThat(threads.submit(() -> line.await(Duration.ZERO)).get()).isPresent();
    }

    @Test
    void aThreadThatHoldsOneMayHaveASecondBeyondTheShareUntilItHasGivenThemBack() throws Exception {
        for (int number = 1; number < SHARE; number++) {
            threads.submit(() -> line.await(Duration.ZERO)).get();
        }
        threads.submit(() -> {
                    ConnectionLine.Turn first = line.await(Duration.ZERO).orElseThrow();
                    ConnectionLine.Turn second = line.await(Duration.ZERO).orElseThrow();
                    // In whichever thread.
                    threads.submit(second::giveBack).get();
                    threads.submit(first::giveBack).get();
                    threads.submit(() -> line.await(Duration.ZERO)).get();
                    assertThat(line.await(Duration.ZERO)).isEmpty();
                    return null;
                })
                .get();
    }

    @Test
    void whoWaitedInVainHasNoTurnAndIsNotCalled() throws Exception {
        List<Future<?>> greedy = slow(SHARE, 1);
        while (lent.get() < SHARE) {
            Thread.onSpinWait();
        }
        assertThat(await(of(1), Duration.ofMillis(1))).isEmpty();
        assertThat(line.waiting()).isZero();
        released.countDown();
        join(greedy);
        for (int number = 0; number < SHARE; number++) {
            assertThat(await(of(1), Duration.ZERO)).isPresent();
        }
    }

    @Test
    void aTurnIsGivenBackOnce() throws Exception {
        ConnectionLine.Turn first = taken(1);
        taken(1);
        first.giveBack();
        first.giveBack();
        for (int number = 1; number < SHARE; number++) {
            taken(1);
        }
        assertThat(await(of(1), Duration.ZERO)).isEmpty();
    }

    @Test
    void whoIsInterruptedHasNoTurn() throws Exception {
        slow(SHARE, 1);
        Future<?> waits = slow(1);
        awaitWaiting(1);
        waits.cancel(true);
        awaitWaiting(0);
        Thread.currentThread().interrupt();
        assertThat(await(of(2), Duration.ZERO)).as("one that is free is taken").isPresent();
        assertThatThrownBy(() -> await(of(1), LONG)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void whyThereIsNoneNamesNoOtherClient() throws Exception {
        slow(SHARE, 1);
        slow(CONNECTIONS - SHARE, 2);
        while (lent.get() < CONNECTIONS) {
            Thread.onSpinWait();
        }
        assertThat(of(3).<ConnectionLine.Reason, RuntimeException>run(line::reason))
                .hasToString("10 of 10 are lent, 0 of them to 0.0.0.3, and 0 wait");
    }

    /** Some give up, some are interrupted, some want two: never are more lent than there are, and in the end all are there. */
    @Test
    void noTurnIsLostAndNoneIsMade() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int seed = 0; seed < 64; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            all.add(threads.submit(() -> works(random)));
        }
        join(all);
        assertThat(mostLent).hasValueBetween(1, CONNECTIONS);
        assertThat(lent).hasValue(0);
        assertThat(line.waiting()).isZero();
        for (int source = 0; source < CONNECTIONS; source++) {
            assertThat(await(of(source), Duration.ZERO)).isPresent();
        }
        assertThat(await(of(CONNECTIONS), Duration.ZERO)).isEmpty();
    }

    private void works(RandomGenerator random) {
        for (int request = 0; request < 300; request++) {
            Caller caller = of(random.nextInt(1 + random.nextInt(8)));
            if (random.nextInt(10) == 0) {
                Thread.currentThread().interrupt();
            }
            caller.run(() -> uses(random, random.nextInt(5) == 0 ? 2 : 1));
            Thread.interrupted();
        }
    }

    private @Nullable Void uses(RandomGenerator random, int connections) {
        try {
            Optional<ConnectionLine.Turn> turn = line.await(Duration.ofNanos(random.nextInt(400_000)));
            if (turn.isPresent()) {
                mostLent.accumulateAndGet(lent.incrementAndGet(), Math::max);
                LockSupport.parkNanos(QUERY_NANOS);
                if (connections > 1) {
                    uses(random, connections - 1);
                }
                lent.decrementAndGet();
                turn.get().giveBack();
            }
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
