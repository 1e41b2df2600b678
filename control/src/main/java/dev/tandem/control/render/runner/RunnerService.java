package dev.tandem.control.render.runner;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import io.jstach.jstache.JStache;
import io.jstach.jstache.JStachePartial;
import io.jstach.jstache.JStachePartials;
import java.time.Duration;

/**
 * What the units of the application server are made of.
 *
 * @param heap mebibytes
 * @param drain how long a stopping application server may finish running requests
 * @param management where the application server takes orders
 */
record RunnerService(DomainName site, String runnerId, long heap, Duration drain, String user, Endpoint management) {
    /** What a JVM takes besides its heap, at least: metaspace, compiled code, buffers, its collector (MiB). */
    private static final long LEAST_BESIDES_HEAP = 384;

    /** Mebibytes. */
    private static final long SMALL_HEAP = 1024;

    /** What the application server needs to notice the signal and to close its pools when all requests are finished. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    static RunnerService of(Layout layout, Machine machine, String runnerId) {
        Application application = layout.site().application();
        return new RunnerService(
                layout.site().name(),
                runnerId,
                application.memory().mebibytes(),
                application.drain(),
                layout.applicationUser(),
                layout.ownEndpoint(machine, Service.RUNNER_MANAGEMENT));
    }

    String java() {
        return "/usr/lib/jvm/java-25-openjdk-amd64/bin/java";
    }

    String cache() {
        return RunnerRenderer.CACHE_FOLDER + "/runner.aot";
    }

    String trainer() {
        return RunnerRenderer.TRAINER;
    }

    /** Below this the serial collector's pauses are short, and it needs the least memory and processor of all. */
    boolean smallHeap() {
        return heap <= SMALL_HEAP;
    }

    long memoryMaximum() {
        return heap + Math.max(LEAST_BESIDES_HEAP, heap / 2);
    }

    long stopSeconds() {
        return drain.plus(STOP_MARGIN).toSeconds();
    }

    /** The application server's unit. */
    @JStache(path = "dev/tandem/control/render/runner/tandem-runner.service.mustache")
    @JStachePartials({
        @JStachePartial(name = "options", path = "dev/tandem/control/render/runner/java-options.mustache"),
        @JStachePartial(name = "hardening", path = "dev/tandem/control/render/runner/hardening.mustache")
    })
    record Unit(RunnerService service) {}

    /** The unit that prepares faster starts. */
    @JStache(path = "dev/tandem/control/render/runner/tandem-runner-train.service.mustache")
    @JStachePartials(@JStachePartial(name = "hardening", path = "dev/tandem/control/render/runner/hardening.mustache"))
    record TrainingUnit(RunnerService service) {}

    /** When that unit's turn is. */
    @JStache(path = "dev/tandem/control/render/runner/tandem-runner-train.timer.mustache")
    record TrainingTimer(DomainName site) {}

    /** What that unit runs. */
    @JStache(path = "dev/tandem/control/render/runner/runner-train.mustache")
    @JStachePartials(@JStachePartial(name = "options", path = "dev/tandem/control/render/runner/java-options.mustache"))
    record Training(RunnerService service) {}
}
