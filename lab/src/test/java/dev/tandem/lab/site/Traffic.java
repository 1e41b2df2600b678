package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Users who ask for pages while something happens: {@link LoadProgram} on the lab's client. */
public final class Traffic implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);
    private static final int FLOWING = 20;
    private static final String CLASS_FILE = LoadProgram.class.getSimpleName() + ".class";

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> done;
    private final SiteUnderTest site;

    /** When the first request was sent, by this computer's clock, which its machines share; to some milliseconds. */
    private volatile Instant began = Instant.MAX;

    /**
     * One request and what came of it.
     *
     * @param at when it was sent, since the load began
     * @param status 0 when there was no answer
     * @param server who answered it, and in place of an answer what went wrong
     */
    public record Answer(Duration at, String method, int status, Duration took, String server) {
        static Answer of(String line) {
            String[] words = line.split(" ", 5);
            return new Answer(
                    Duration.ofMillis(Long.parseLong(words[0])),
                    words[1],
                    Integer.parseInt(words[2]),
                    Duration.ofMillis(Long.parseLong(words[3])),
                    words[4]);
        }

        public boolean good() {
            return status >= 200 && status < 400;
        }

        Duration end() {
            return at.plus(took);
        }
    }

    /**
     * Begins, and returns when answers come.
     *
     * @param token whose name articles are posted in; empty where none are posted
     * @param timeout how long a user waits for an answer
     * @param streams such as {@code GET 50 /api/articles}, and what else the program takes
     */
    private Traffic(SiteUnderTest site, String token, Duration timeout, List<String> streams) {
        this.site = site;
        site.client()
                .require(RemoteCommand.script(
                                "bring the load program",
                                "mkdir -p /root/load/dev/tandem/lab/site && cat > /root/load/dev/tandem/lab/site/"
                                        + CLASS_FILE)
                        .reading(output -> output.write(program())));
        StringBuilder orders = new StringBuilder();
        orders.append("for ").append(LONGEST.toMillis()).append('\n');
        orders.append("timeout ").append(timeout.toMillis()).append('\n');
        orders.append("token ").append(token).append('\n');
        streams.forEach(stream -> orders.append(stream).append('\n'));
        RemoteCommand command = RemoteCommand.of(
                        "make load",
                        "java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        "-cp",
                        "/root/load",
                        LoadProgram.class.getName())
                .withErrorsInOutput()
                .reading(output -> {
                    output.write((orders + "go\n").getBytes(StandardCharsets.UTF_8));
                    output.flush();
                    awaitStop();
                });
        this.done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(site.client().follow(command, line -> take(Answer.of(line))));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        SiteUnderTest.await("answers to the load: " + answers, STARTS_WITHIN, () -> answers.size() >= FLOWING);
    }

    /** Readers alone. */
    public static Traffic of(SiteUnderTest site, Duration timeout, String... streams) {
        return new Traffic(site, "", timeout, List.of(streams));
    }

    /** Readers who ask each balancer in turn at its own address, whoever owns the virtual one. */
    static Traffic atBothBalancers(SiteUnderTest site, Duration timeout, String... streams) {
        List<String> orders = new ArrayList<>(List.of(streams));
        orders.add("at " + SiteUnderTest.ADDRESSES.get("lb1") + " " + SiteUnderTest.ADDRESSES.get("lb2"));
        return new Traffic(site, "", timeout, orders);
    }

    /** Readers and a writer, who signs up for it. */
    static Traffic withWriter(SiteUnderTest site, Duration timeout, String... streams) {
        return new Traffic(site, Person.signUp(site, "writer").token(), timeout, List.of(streams));
    }

    /** Lets it run for so long. */
    public Traffic during(Duration duration) {
        SiteUnderTest.pause(duration);
        return this;
    }

    /** Ends it and says what came of every request. */
    List<Answer> end() {
        stop.countDown();
        assertThat(done.orTimeout(LONGEST.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .as("the load program's exit code, after " + answers.size() + " answers")
                .isZero();
        List<Answer> all = new ArrayList<>(answers);
        all.sort(Comparator.comparing(Answer::at));
        return all;
    }

    /** Ends it and requires that nobody saw a failure. */
    public List<Answer> endWithoutFailure() {
        List<Answer> all = end();
        List<Answer> failed = failed(all);
        assertThat(failed)
                .as(() -> "%d of %d requests failed%s".formatted(failed.size(), all.size(), evidence(failed)))
                .isEmpty();
        return all;
    }

    /** What machines wrote down meanwhile; nothing when nothing failed. */
    private String evidence(List<Answer> failed) {
        if (failed.isEmpty()) {
            return "";
        }
        Instant first = began.plus(failed.getFirst().at());
        return ", the first at " + first
                + Evidence.between(site, first, first.plus(failed.getFirst().took()));
    }

    private void take(Answer answer) {
        if (answers.isEmpty()) {
            began = Instant.now().minus(answer.end());
        }
        answers.add(answer);
    }

    static List<Answer> failed(List<Answer> answers) {
        return answers.stream().filter(answer -> !answer.good()).toList();
    }

    /** The longest time in which no good answer came. */
    static Duration longestGap(List<Answer> answers) {
        List<Duration> ends =
                answers.stream().filter(Answer::good).map(Answer::end).sorted().toList();
        Duration longest = Duration.ZERO;
        for (int index = 1; index < ends.size(); index++) {
            Duration gap = ends.get(index).minus(ends.get(index - 1));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    @Override
    public void close() {
        stop.countDown();
    }

    private void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] program() throws IOException {
        try (InputStream stream = LoadProgram.class.getResourceAsStream(CLASS_FILE)) {
            if (stream == null) {
                throw new IOException("no " + CLASS_FILE + " beside " + LoadProgram.class);
            }
            return stream.readAllBytes();
        }
    }
}
