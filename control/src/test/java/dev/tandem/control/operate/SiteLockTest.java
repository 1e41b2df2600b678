package dev.tandem.control.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.PrivateMachine;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock's script, run for real. */
class SiteLockTest {
    private static final List<MachineName> ONE = List.of(new MachineName("private"));

    @TempDir
    Path folder;

    private PrivateMachine machine;
    private Fleet fleet;

    @BeforeEach
    void aMachine() {
        machine = PrivateMachine.in(folder);
        fleet = new Fleet(_ -> machine);
    }

    @AfterEach
    void nothingStays() {
        machine.close();
    }

    @Test
    void theSecondTakerIsToldWhoHasIt() {
        try (SiteLock _ = take("ada@laptop (process 1)")) {
            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(() -> take("bob@desk"))
                    .withMessageContaining("the site is locked on private by ada@laptop (process 1), for ")
                    .withMessageContaining("it expires in ");
        }
    }

    @Test
    void aReleasedLockIsFree() {
        take("ada").close();
        assertThatCode(() -> take("bob").close()).doesNotThrowAnyException();
    }

    @Test
    void whoWasRefusedFreesNothing() {
        try (SiteLock _ = take("ada")) {
            for (String other : List.of("bob", "cy")) {
                assertThatExceptionOfType(LockedException.class)
                        .isThrownBy(() -> take(other))
                        .withMessageContaining("by ada");
            }
        }
    }

    @Test
    void ofManyWhoTakeItAtOnceOneGetsIt() {
        CountDownLatch all = new CountDownLatch(8);
        List<Integer> takers = IntStream.range(0, 8).boxed().toList();
        long winners = InParallel.map(takers, taker -> taker, taker -> {
                    all.countDown();
                    try {
                        all.await();
                        take("taker " + taker);
                        return 1;
                    } catch (LockedException e) {
                        return 0;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .values()
                .stream()
                .mapToInt(won -> won)
                .sum();
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void aLockThatWasNotRenewedInItsTimeIsFree() {
        SiteLock gone = take("ada");
        expire();
        SiteLock mine = take("bob");
        gone.close();
        assertThatExceptionOfType(LockedException.class)
                .as("the release of one who lost it frees nothing")
                .isThrownBy(() -> take("cy"))
                .withMessageContaining("by bob");
        mine.close();
    }

    @Test
    void aRenewalProlongsIt() {
        try (SiteLock lock = take("ada")) {
            machine.sh("sed -i \"2s/.*/$(($(cut -d. -f1 /proc/uptime) + 3))/\" /run/tandem/lock");
            lock.renew();
            assertThat(Long.parseLong(
                            machine.sh("echo $(($(sed -n 2p /run/tandem/lock) - $(cut -d. -f1 /proc/uptime)))")))
                    .isBetween(50L, 60L);
            lock.requireHeld();
        }
    }

    @Test
    void whoSleptPastTheLeaseDoesNotGoOn() {
        try (SiteLock slept = take("ada")) {
            expire();
            try (SiteLock _ = take("bob")) {
                slept.renew();
                assertThatExceptionOfType(LockedException.class)
                        .isThrownBy(slept::requireHeld)
                        .withMessageContaining("by bob");
            }
        }
    }

    @Test
    void aLeaseThatExpiredIsNotRenewedEvenIfNobodyTookIt() {
        try (SiteLock slept = take("ada")) {
            machine.sh("rm /run/tandem/lock");
            slept.renew();
            assertThatExceptionOfType(LockedException.class).isThrownBy(slept::requireHeld);
        }
    }

    @Test
    void aFailureOnALaterMachineFreesTheEarlierOnes() {
        List<MachineName> two = List.of(new MachineName("private"), new MachineName("away"));
        Fleet half = new Fleet(name -> {
            if (name.value().equals("away")) {
                machine.sh("echo 'no such machine' >&2; exit 1");
            }
            return machine;
        });
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> SiteLock.take(
                        half, two, "ada", new LockToken(UUID.randomUUID().toString(), 1, 1)));
        assertThatCode(() -> take("bob").close()).doesNotThrowAnyException();
    }

    @Test
    void theLockOfADeadProcessOfThisComputerIsTakenAtOnce() {
        LockToken here = LockToken.ofThisProcess();
        LockToken dead = new LockToken(here.computer(), here.process(), here.begun() - 1);
        SiteLock.take(fleet, ONE, "a command that was killed", dead);
        assertThatCode(() -> SiteLock.take(fleet, ONE, "ada").close()).doesNotThrowAnyException();
    }

    @Test
    void theLockOfALivingProcessOfThisComputerIsRespected() {
        try (SiteLock _ = SiteLock.take(fleet, ONE, "a command that runs")) {
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> take("ada"));
        }
    }

    @Test
    void onlyRootCanReadWhoHasIt() {
        try (SiteLock _ = take("ada")) {
            assertThat(machine.sh("stat -c %a /run/tandem/lock")).isEqualTo("600");
        }
    }

    /** As a process of some other computer. */
    private SiteLock take(String owner) {
        return SiteLock.take(fleet, ONE, owner, new LockToken(UUID.randomUUID().toString(), 1, 1));
    }

    private void expire() {
        machine.sh("sed -i 2s/.*/0/ /run/tandem/lock");
    }
}
