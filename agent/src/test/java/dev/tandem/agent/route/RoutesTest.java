package dev.tandem.agent.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.MachineName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final MachineName ROUTER = new MachineName("server1");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Routes routes = new Routes();

    private CompletableFuture<Route> waiting(long version, boolean pauses) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return routes.after(version, ROUTER, pauses, LONG);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    @Test
    void whoWaitsIsToldOfNews() throws Exception {
        CompletableFuture<Route> router = waiting(routes.now().version(), false);
        routes.publish(2, Availability.YES, Availability.OTHER, true);
        assertThat(router.get(10, TimeUnit.SECONDS).primary()).isEqualTo(Availability.YES);
    }

    @Test
    void theSameAgainIsNoNews() throws Exception {
        routes.publish(2, Availability.YES, Availability.OTHER, true);
        long version = routes.now().version();
        routes.publish(2, Availability.YES, Availability.OTHER, true);
        assertThat(routes.after(version, ROUTER, false, Duration.ofMillis(1)).version())
                .isEqualTo(version);
    }

    @Test
    void aPauseWaitsForEveryRouterThatIsThere() throws Exception {
        Route _ = routes.after(-1, ROUTER, false, LONG);
        assertThat(routes.pause(LONG, Duration.ofMillis(1)))
                .as("the router has not said that it pauses")
                .isFalse();
        Route _ = routes.after(-1, ROUTER, true, LONG);
        assertThat(routes.pause(LONG, LONG)).isTrue();
        assertThat(routes.now().paused()).isTrue();
        routes.resume();
        assertThat(routes.now().paused()).isFalse();
    }
}
