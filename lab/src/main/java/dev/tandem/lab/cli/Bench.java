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

/** The measurements of a bench, one after the other, each by wrk on the client. */
final class Bench {
    private static final Duration SPARE = Duration.ofSeconds(30);
    private static final String SCRIPT = read("bench.sh");
    private static final String WRITE_SCRIPT = read("write.lua");

    private final Remote client;
    private final Layout layout;
    private final Duration duration;
    private final int connections;

    Bench(Remote client, Layout layout, Duration duration, int connections) {
        this.client = client;
        this.layout = layout;
        this.duration = duration;
        this.connections = connections;
    }

    private record Way(String name, String origin) {}

    BenchReport run(Consumer<String> say) {
        Way runner = new Way("runner", origin(Role.APP, Service.RUNNER));
        Way nginx = new Way("nginx", origin(Role.WEB, Service.WEB));
        Way site = new Way("site", "http://" + layout.site().name() + ":" + Service.HTTP.port());
        List<BenchReport.Measurement> all = new ArrayList<>();
        all.addAll(measure("static", "/", List.of(nginx, site), say));
        all.addAll(measure("read", "/api/articles", List.of(runner, nginx, site), say));
        all.addAll(measure("write", "/api/articles", List.of(runner, nginx, site), say));
        return new BenchReport(
                1, layout.site().name().value(), Math.toIntExact(duration.toSeconds()), connections, all);
    }

    private String origin(Role role, Service service) {
        Machine first = layout.site().machinesWith(role).getFirst();
        return "http://" + layout.endpoint(first, service);
    }

    private List<BenchReport.Measurement> measure(String request, String path, List<Way> ways, Consumer<String> say) {
        List<BenchReport.Measurement> measured = new ArrayList<>();
        for (Way way : ways) {
            say.accept("measuring " + request + " through " + way.name());
            WrkOutput output = wrk(request, way.origin() + path);
            Double ratio = measured.isEmpty()
                    ? null
                    : output.requestsPerSecond() / measured.getFirst().requestsPerSecond();
            measured.add(new BenchReport.Measurement(
                    request,
                    way.name(),
                    output.requestsPerSecond(),
                    output.p50Milliseconds(),
                    output.p99Milliseconds(),
                    ratio,
                    output.failed()));
        }
        return measured;
    }

    private WrkOutput wrk(String request, String url) {
        RemoteCommand command = RemoteCommand.script(
                        "measure " + request + " at " + url,
                        SCRIPT,
                        request,
                        url,
                        layout.site().name().value(),
                        Long.toString(duration.toSeconds()),
                        Integer.toString(connections))
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
