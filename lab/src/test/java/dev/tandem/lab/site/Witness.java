package dev.tandem.lab.site;

import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A third machine, the lab's client, that asks all the time who has a virtual address, and sees every frame that any machine
 * sends it in that address's name.
 */
final class Witness implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Sighting> sightings = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> done = new CompletableFuture<>();

    /**
     * A frame that was sent in an address's name.
     *
     * @param at on the clock of {@link System#nanoTime()}, which every machine of the lab shares
     * @param machine whose hardware address it came from
     * @param what reply, claim, ask or speak
     */
    record Sighting(Duration at, String address, String machine, String what) {}

    private Witness(SiteUnderTest site, List<String> addresses) {
        Map<String, String> machines = new HashMap<>();
        SiteUnderTest.BALANCERS.forEach(name -> machines.put(site.on(name, "cat /sys/class/net/eth0/address"), name));
        List<String> words = new ArrayList<>(List.of("perl", "-e", program("witness.pl")));
        words.addAll(addresses);
        RemoteCommand command = RemoteCommand.of("watch who answers", words.toArray(String[]::new))
                .withErrorsInOutput()
                .reading(_ -> awaitStop());
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(site.client().follow(command, line -> sightings.add(sighting(line, machines))));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        SiteUnderTest.await("the witness sees somebody: " + sightings, STARTS_WITHIN, () -> !sightings.isEmpty());
    }

    /** Begins, and returns when somebody was seen. */
    static Witness of(SiteUnderTest site, String... addresses) {
        return new Witness(site, List.of(addresses));
    }

    /** The text of a program for the client that lies beside the tests. */
    static String program(String name) {
        try (InputStream stream = Witness.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no " + name + " beside " + Witness.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** Everything that was seen until now. */
    List<Sighting> seen() {
        synchronized (sightings) {
            return List.copyOf(sightings);
        }
    }

    /** Ends it; who sent frames in the address's name, one after the other: a machine that comes back is named again. */
    List<String> owners(String address) {
        end();
        List<String> owners = new ArrayList<>();
        for (Sighting sighting : seen()) {
            if (sighting.address().equals(address)
                    && (owners.isEmpty() || !owners.getLast().equals(sighting.machine()))) {
                owners.add(sighting.machine());
            }
        }
        return owners;
    }

    /** The longest time in which nobody sent anything in the address's name. */
    Duration silence(String address) {
        List<Duration> times = seen().stream()
                .filter(sighting -> sighting.address().equals(address))
                .map(Sighting::at)
                .toList();
        Duration longest = Duration.ZERO;
        for (int index = 1; index < times.size(); index++) {
            Duration silence = times.get(index).minus(times.get(index - 1));
            longest = silence.compareTo(longest) > 0 ? silence : longest;
        }
        return longest;
    }

    private void end() {
        stop.countDown();
        int exit = done.orTimeout(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
        if (exit != 0) {
            throw new AssertionError("the witness ended with " + exit + ": " + seen());
        }
    }

    private static Sighting sighting(String line, Map<String, String> machines) {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            throw new IllegalStateException("the witness says: " + line);
        }
        return new Sighting(
                Duration.ofNanos((long) (Double.parseDouble(words[0]) * 1e6)),
                words[1],
                machines.getOrDefault(words[2], words[2]),
                words[3]);
    }

    private void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
