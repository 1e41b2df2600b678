package dev.tandem.lab.cli;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The measurements of a bench, one after the other, each by wrk on the client. */
final class Bench {
    private static final Duration SPARE = Duration.ofSeconds(30);
    private static final Duration WARMING = Duration.ofSeconds(3);
    private static final String SCRIPT = read("bench.sh");
    private static final String WRITE_SCRIPT = read("write.lua");

    private final Remote client;
    private final Layout layout;
    private final Size size;

    Bench(Remote client, Layout layout, Size size) {
        this.client = client;
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

    private record Way(String name, String origin) {}

    BenchReport run(Consumer<String> say) {
        Way runner = new Way("runner", origin(Role.APP, Service.RUNNER));
        Way nginx = new Way("nginx", origin(Role.WEB, Service.WEB));
        Way site = new Way("site", "https://" + layout.site().name());
        List<BenchReport.Measurement> all = new ArrayList<>();
        all.addAll(measure("static", "/", List.of(nginx, site), say));
        // Written first, so that there is something to read: an empty list costs next to nothing.
        all.addAll(measure("write", "/api/articles", List.of(runner, nginx, site), say));
        all.addAll(measure("read", "/api/articles", List.of(runner, nginx, site), say));
        return new BenchReport(
                1,
                layout.site().name().value(),
                Math.toIntExact(size.duration().toSeconds()),
                size.rounds(),
                size.connections(),
                all);
    }

    private String origin(Role role, Service service) {
        Machine first = layout.site().machinesWith(role).getFirst();
        return "http://" + layout.endpoint(first, service);
    }

    /**
     * Every way is warmed first, then they are measured in turn, round after round: whatever drifts on this computer drifts
     * for all of them.
     */
    private List<BenchReport.Measurement> measure(String request, String path, List<Way> ways, Consumer<String> say) {
        say.accept("warming " + request);
        ways.forEach(way -> wrk(request, way.origin() + path, WARMING));
        List<List<WrkOutput>> outputs = new ArrayList<>();
        ways.forEach(_ -> outputs.add(new ArrayList<>()));
        for (int round = 1; round <= size.rounds(); round++) {
            say.accept("measuring " + request + ", round " + round + " of " + size.rounds());
            for (int way = 0; way < ways.size(); way++) {
                outputs.get(way).add(wrk(request, ways.get(way).origin() + path, size.duration()));
            }
        }
        List<BenchReport.Measurement> measured = new ArrayList<>();
        double innermost = WrkOutput.median(outputs.getFirst()).requestsPerSecond();
        for (int way = 0; way < ways.size(); way++) {
            WrkOutput median = WrkOutput.median(outputs.get(way));
            Double ratio = way == 0 ? null : median.requestsPerSecond() / innermost;
            measured.add(measurement(request, ways.get(way), median, ratio));
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

    private WrkOutput wrk(String request, String url, Duration duration) {
        RemoteCommand command = RemoteCommand.script(
                        "measure " + request + " at " + url,
                        SCRIPT,
                        request,
                        url,
                        layout.site().name().value(),
                        Long.toString(duration.toSeconds()),
                        Integer.toString(size.connections()))
                .reading(WRITE_SCRIPT)
                .within(duration.multipliedBy(2).plus(SPARE));
        return WrkOutput.read(client.require(command).lines());
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
