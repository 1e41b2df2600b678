package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a router and an application server are told, and in which order, as agents say something new, fall silent or are gone. */
@Timeout(60)
class DirectorTest {
    private static final MachineName FIRST = new MachineName("server1");
    private static final MachineName SECOND = new MachineName("server2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HOLD = "set maxconn frontend primary 0";
    private static final String RELEASE = "set maxconn frontend primary 400";
    private static final String PAUSE = "POST /database/pause";
    private static final String RESUME = "POST /database/resume";

    @TempDir
    private Path folder;

    /** What the router and the application server were told, as one story. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final FakeAgents agents = new FakeAgents();
    private FakeRouter router;
    private FakeRouter runner;

    /** Agents that say what the test says. */
    private static final class FakeAgents implements Director.Agents {
        private final Map<MachineName, Route> routes = new ConcurrentHashMap<>();
        private final Set<MachineName> silent = ConcurrentHashMap.newKeySet();
        private volatile boolean pauses;

        void say(MachineName machine, Route route) {
            routes.put(machine, route);
        }

        @Override
        public Route route(MachineName machine, long seen, boolean pausing, Duration limit, Duration patience)
                throws IOException {
            pauses |= pausing;
            long end = System.nanoTime() + limit.toNanos();
            while (!silent.contains(machine) && version(machine) == seen && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            if (silent.contains(machine)) {
                throw new SocketTimeoutException("silent");
            }
            Route route = routes.get(machine);
            if (route == null) {
                throw new IOException("nobody is there");
            }
            return route;
        }

        private long version(MachineName machine) {
            Route route = routes.get(machine);
            return route == null ? 0 : route.version();
        }
    }

    @BeforeEach
    void start() throws IOException {
        router = FakeRouter.at(folder.resolve("router.sock"), told);
        runner = FakeRouter.at(folder.resolve("runner.sock"), told);
        agents.say(FIRST, new Route(1, 3, Availability.YES, Availability.OTHER, false, true));
        agents.say(SECOND, new Route(1, 3, Availability.OTHER, Availability.YES, false, true));
        new Director(
                        folder.resolve("router.sock"),
                        folder.resolve("runner.sock"),
                        new OutOfReach(folder.resolve("out-of-reach"), Set.of()),
                        List.of(FIRST, SECOND),
                        agents)
                .start();
        await(() -> tells("set server primary/server1 health up") && tells("set server replica/server2 health up"));
        told.clear();
    }

    @AfterEach
    void close() throws IOException {
        router.close();
        runner.close();
    }

    @Test
    void anotherPrimaryTakesNewWorkAndWhatIsLeftOnTheOldOneIsCut() {
        agents.say(SECOND, new Route(2, 4, Availability.YES, Availability.OTHER, false, true));
        agents.say(FIRST, new Route(2, 4, Availability.OTHER, Availability.YES, false, true));

        await(() -> tells("set server primary/server2 health up")
                && tells("set server primary/server1 health stopping")
                && tells("shutdown sessions server primary/server1"));

        assertThat(index("shutdown sessions server primary/server1"))
                .as("what has its answers is not cut off")
                .isGreaterThan(index("set server primary/server1 health stopping"));
        assertThat(told).noneMatch(line -> line.contains(HOLD));
    }

    @Test
    void newWorkWaitsWhileThePrimaryIsSilentAndGoesOnWhenItIsHeardAgain() {
        agents.silent.add(FIRST);
        await(() -> tells(HOLD) && tells(PAUSE));
        assertThat(told).noneMatch(line -> line.contains(RELEASE));
        told.clear();

        agents.silent.remove(FIRST);
        await(() -> tells(RELEASE) && tells(RESUME));
    }

    @Test
    void aSilentPrimaryIsNotWaitedForOnceAnotherOneServes() {
        agents.silent.add(FIRST);
        await(() -> tells(HOLD));
        told.clear();

        agents.say(SECOND, new Route(2, 4, Availability.YES, Availability.OTHER, false, true));
        await(() -> tells(RELEASE) && tells(RESUME));

        assertThat(told).anyMatch(line -> line.contains("set server primary/server1 health down"));
        assertThat(index("set server primary/server2 health up"))
                .as("whoever is let go on finds the new one")
                .isLessThan(index(RELEASE));
    }

    /** Nobody says that work may go on: the one who held it back is as gone as the others. */
    @Test
    void workIsNotHeldBackForEver() {
        agents.silent.add(FIRST);
        await(() -> tells(HOLD));

        await(() -> tells(RELEASE) && tells(RESUME));
    }

    @Test
    void aSwitchoverPausesTheApplicationFirstThenTheRouterAndThenSaysSo() {
        agents.say(FIRST, new Route(2, 3, Availability.YES, Availability.OTHER, true, true));
        await(() -> agents.pauses);

        assertThat(index(PAUSE))
                .as("work that has begun may still need a connection")
                .isLessThan(index(HOLD));

        told.clear();
        agents.say(SECOND, new Route(2, 4, Availability.YES, Availability.OTHER, false, true));
        await(() -> tells(RELEASE) && tells(RESUME));
    }

    @Test
    void aRouterThatStartedAgainIsToldEverything() throws IOException {
        router.close();
        router = FakeRouter.at(folder.resolve("router.sock"), told);

        await(() -> tells("set server primary/server1 health up") && tells("set server replica/server2 health up"));
    }

    @Test
    void anAgentThatIsGoneChangesNothingOfItsDatabase() {
        agents.routes.remove(FIRST);
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());

        assertThat(told)
                .noneMatch(line -> line.contains("primary/server1 health down")
                        || line.contains("primary/server1 health stopping")
                        || line.contains(HOLD));
    }

    private boolean tells(String command) {
        return told.stream().anyMatch(line -> line.contains(command));
    }

    private int index(String command) {
        List<String> story = List.copyOf(told);
        for (int index = 0; index < story.size(); index++) {
            if (story.get(index).contains(command)) {
                return index;
            }
        }
        throw new AssertionError("nobody was told '" + command + "': " + story);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("told until now: " + told);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
