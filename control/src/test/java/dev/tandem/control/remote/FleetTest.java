package dev.tandem.control.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final MachineName LB1 = new MachineName("lb1");

    private final List<FakeRemote> made = new ArrayList<>();

    @Test
    void aMachineIsConnectedWhenItIsFirstAskedForAndThenKept() {
        Fleet fleet = new Fleet(this::connect);
        assertThat(made).isEmpty();
        Remote first = fleet.machine(LB1);
        assertThat(fleet.machine(LB1)).isSameAs(first);
        assertThat(made).hasSize(1);
    }

    @Test
    void manyThreadsShareOneConnection() {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(20);
        Fleet fleet = new Fleet(name -> {
            connections.incrementAndGet();
            return new FakeRemote(name, _ -> new Completed(0, "", ""));
        });
        List<Integer> threads = IntStream.range(0, 20).boxed().toList();
        Map<Integer, Remote> remotes = InParallel.map(threads, thread -> thread, _ -> {
            asked.countDown();
            await(asked);
            return fleet.machine(LB1);
        });
        assertThat(remotes.values()).containsOnly(fleet.machine(LB1));
        assertThat(connections).hasValue(1);
    }

    @Test
    void aMachineThatCouldNotBeReachedIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Fleet fleet = new Fleet(name -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return connect(name);
        });
        assertThatIllegalStateException().isThrownBy(() -> fleet.machine(LB1)).withMessage("not yet");
        assertThat(fleet.machine(LB1).machine()).isEqualTo(LB1);
    }

    @Test
    void aForgottenConnectionIsClosedAndMadeAnew() {
        Fleet fleet = new Fleet(this::connect);
        fleet.machine(LB1);
        fleet.forget(LB1);
        fleet.forget(new MachineName("never"));
        assertThat(fleet.machine(LB1)).isSameAs(made.get(1));
        assertThat(made).extracting(FakeRemote::isClosed).containsExactly(true, false);
    }

    @Test
    void closingClosesEveryConnection() {
        Fleet fleet = new Fleet(this::connect);
        fleet.machine(LB1);
        fleet.machine(new MachineName("lb2"));
        fleet.close();
        assertThat(made).hasSize(2).allMatch(FakeRemote::isClosed);
    }

    @Test
    void aMachineWithoutAnAddressIsAMistakeOfTheCaller() {
        Fleet fleet = Fleet.over(Map.of(), () -> {
            throw new AssertionError("nobody needs to know how to reach it");
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fleet.machine(LB1))
                .withMessageContaining("lb1");
    }

    private Remote connect(MachineName name) {
        FakeRemote remote = new FakeRemote(name, _ -> new Completed(0, "", ""));
        made.add(remote);
        return remote;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
