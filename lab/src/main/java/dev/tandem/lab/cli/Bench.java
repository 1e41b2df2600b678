package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Machine;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.protocol.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of a bench, one after the other, each by wrk: the site's on the client, the application server's on its own
 * machine, because from another one nobody gets there without a certificate, which wrk cannot show.
 */
final class Bench {
    private static final Duration SPARE = Duration.ofSeconds(30);
    private static final Duration WARMING = Duration.ofSeconds(3);
    /** How a line of the script begins that is not wrk's. */
    private static final String ANSWERED = "answered ";

    private static final String SCRIPT = read("bench.sh");
    private static final String WRITE_SCRIPT = read("write.lua");

    private final Remote client;
    private final Remote server;
    private final Layout layout;
    private final Size size;

    /**
     * Prepares one.
     *
     * @param server the first application machine
     */
    Bench(Remote client, Remote server, Layout layout, Size size) {
        this.client = client;
        this.server = server;
        this.layout = layout;
        this.size = size;
    }

    /**
     * How much is measured.
     *
     * @param duration of one measurement
     * @param rounds how often each is repeated; the median counts
     * @param connections at a time
     */
    record Size(Duration duration, int rounds, int connections) {}

    /** What is asked for. In this order: written first, so that there is something to read; an empty list costs next to nothing. */
    enum Kind {
        STATIC("static", "/"),
        WRITE("write", "/api/articles"),
        READ("read", "/api/articles");

        private final String word;
        private final String path;

        Kind(String word, String path) {
            this.word = word;
            this.path = path;
        }

        String word() {
            return word;
        }
    }

    private record Way(String name, Remote from, String origin) {}

    BenchReport run(Consumer<String> say) {
        Machine first = layout.site().machinesWith(Role.APP).getFirst();
        Way runner = new Way("runner", server, "http://" + layout.ownEndpoint(first, Service.RUNNER));
        List<BenchReport.Measurement> all = new ArrayList<>();
        all.addAll(measure(Kind.STATIC, List.of(site()), say));
        all.addAll(measure(Kind.WRITE, List.of(runner, site()), say));
        all.addAll(measure(Kind.READ, List.of(runner, site()), say));
        return new BenchReport(
                1,
                layout.site().name().value(),
                Math.toIntExact(size.duration().toSeconds()),
                size.rounds(),
                size.connections(),
                all);
    }

    /** With its port, which wrk would look up in a list of services that not every machine has. */
    private Way site() {
        return new Way("site", client, "https://" + layout.site().name() + ":" + layout.port(Service.HTTPS));
    }

    /** Asks the site for a moment, so that what is measured next is warm. */
    void warm(Kind kind, Consumer<String> say) {
        say.accept("warming " + kind.word());
        WrkOutput _ = wrk(kind, site(), WARMING);
    }

    /** One measurement of the site. */
    WrkOutput once(Kind kind) {
        return wrk(kind, site(), size.duration());
    }

    /**
     * Every way is warmed first, then they are measured in turn, round after round: whatever drifts on this computer drifts
     * for all of them.
     */
    private List<BenchReport.Measurement> measure(Kind request, List<Way> ways, Consumer<String> say) {
        say.accept("warming " + request.word());
        ways.forEach(way -> wrk(request, way, WARMING));
        List<List<WrkOutput>> outputs = new ArrayList<>();
        ways.forEach(_ -> outputs.add(new ArrayList<>()));
        for (int round = 1; round <= size.rounds(); round++) {
            say.accept("measuring " + request.word() + ", round " + round + " of " + size.rounds());
            for (int way = 0; way < ways.size(); way++) {
                outputs.get(way).add(wrk(request, ways.get(way), size.duration()));
            }
        }
        List<BenchReport.Measurement> measured = new ArrayList<>();
        double innermost = WrkOutput.median(outputs.getFirst()).requestsPerSecond();
        for (int way = 0; way < ways.size(); way++) {
            WrkOutput median = WrkOutput.median(outputs.get(way));
            Double ratio = way == 0 ? null : median.requestsPerSecond() / innermost;
            measured.add(measurement(request.word(), ways.get(way), median, ratio));
        }
        return measured;
    }

    private static BenchReport.Measurement measurement(
            String request, Way way, WrkOutput median, @Nullable Double ratio) {
        return new BenchReport.Measurement(
                request,
                way.name(),
                median.requestsPerSecond(),
                median.p50Milliseconds(),
                median.p99Milliseconds(),
                ratio,
                median.failed());
    }

    private WrkOutput wrk(Kind request, Way way, Duration duration) {
        String url = way.origin() + request.path;
        RemoteCommand command = RemoteCommand.script(
                        "measure " + request.word() + " at " + url,
                        SCRIPT,
                        request.word(),
                        url,
                        layout.site().name().value(),
                        Long.toString(duration.toSeconds()),
                        Integer.toString(size.connections()))
                .reading(WRITE_SCRIPT)
                .within(duration.multipliedBy(2).plus(SPARE));
        return measured(
                request.word() + " through " + way.name() + " (" + url + ")",
                way.from().require(command).lines());
    }

    /** Throws CommandFailure when answers were not 2xx: how quickly a 404 comes says nothing of the site. */
    static WrkOutput measured(String what, List<String> lines) {
        Optional<String> answer =
                lines.stream().filter(line -> line.startsWith(ANSWERED)).findFirst();
        if (answer.isPresent() && answer.get().equals(lines.getFirst())) {
            throw refusal(what + " " + answer.get());
        }
        WrkOutput output = WrkOutput.read(lines);
        if (output.badAnswers() > 0) {
            throw refusal(output.badAnswers() + " of " + output.requests() + " answers to " + what
                    + " were not 2xx; asked once more, it " + answer.orElse("answered well"));
        }
        return output;
    }

    private static CommandFailure refusal(String why) {
        return new CommandFailure(
                Exit.REFUSED,
                "Not measured: " + why + ". Only answers that are 2xx say how fast the site is. Next: tandem status;"
                        + " tandem logs");
    }

    private static String read(String name) {
        try (InputStream stream = Bench.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no file named " + name + " beside " + Bench.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
