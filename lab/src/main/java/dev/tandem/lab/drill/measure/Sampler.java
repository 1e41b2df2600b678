package dev.tandem.lab.drill.measure;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.AgentReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks ten times a second at what the agents say of themselves, and remembers what changed. */
public final class Sampler implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Ground ground;
    private final List<Moment> moments = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean partner;
    private volatile long partnerSince;
    private String last = "";

    private Sampler(Ground ground) {
        this.ground = ground;
        this.thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::run);
    }

    public static Sampler on(Ground ground) {
        Sampler sampler = new Sampler(ground);
        sampler.thread.start();
        return sampler;
    }

    /** Something that the drill did. */
    public void event(String words) {
        moments.add(Moment.event(System.nanoTime(), words));
    }

    public List<Moment> moments() {
        synchronized (moments) {
            return List.copyOf(moments);
        }
    }

    /** From a moment until there was a partner for good; empty when there is none, or there always was one. */
    public Optional<Duration> partnerAgainAfter(long moment) {
        return partner && partnerSince > moment
                ? Optional.of(Duration.ofNanos(partnerSince - moment))
                : Optional.empty();
    }

    private void run() {
        while (!ended) {
            look();
            Deadline.pause(PAUSE);
        }
    }

    private void look() {
        Map<String, AgentReport> agents = ground.agents();
        if (agents.isEmpty()) {
            return;
        }
        String primaries = Moment.primaries(agents);
        if (!primaries.equals(last)) {
            moments.add(new Moment(System.nanoTime(), "primary", primaries));
            last = primaries;
        }
        boolean now = agents.values().stream()
                .anyMatch(status -> status.takesWrites() && status.partner().isPresent());
        if (now && !partner) {
            partnerSince = System.nanoTime();
        }
        partner = now;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
