package dev.tandem.control.render.runner;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Application;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.render.RunnerFiles;
import io.jstach.jstache.JStache;
import io.jstach.jstache.JStachePartial;
import io.jstach.jstache.JStachePartials;
import java.time.Duration;

/**
 * What the units of the application server are made of.
 *
 * @param heap mebibytes
 * @param drain how long a stopping application server may finish running requests
 */
record RunnerService(DomainName site, String runnerId, long heap, Duration drain, String user) {
    /** What a JVM takes besides its heap, at least: metaspace, compiled code, buffers, its collector (MiB). */
    private static final long LEAST_BESIDES_HEAP = 384;

    /** Mebibytes. */
    private static final long SMALL_HEAP = 1024;

    private static final int CARRIERS = 300;

    /** What the application server needs to notice the signal and to close its pools when all requests are finished. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    static RunnerService of(Layout layout, String runnerId) {
        Application application = layout.site().application();
        return new RunnerService(
                layout.site().name(),
                runnerId,
                application.memory().mebibytes(),
                application.drain(),
                layout.applicationUser());
    }

    String java() {
        return "/usr/lib/jvm/java-25-openjdk-amd64/bin/java";
    }

    String cacheFolder() {
        return RunnerRenderer.CACHE_FOLDER;
    }

    /** As whom the cache is made. */
    String trainee() {
        return Layout.TRAINEE;
    }

    String cache() {
        return RunnerRenderer.CACHE_FOLDER + "/runner.aot";
    }

    String runtimeDirectory() {
        return RunnerFiles.DIRECTORY;
    }

    /** Where the application server takes orders. */
    String management() {
        return RunnerFiles.MANAGEMENT;
    }

    String trainer() {
        return RunnerRenderer.TRAINER;
    }

    /** Below this the serial collector's pauses are short, and it needs the least memory and processor of all. */
    boolean smallHeap() {
        return heap <= SMALL_HEAP;
    }

    /**
     * How many requests may compute at a time and leave a turn to others: with as many as processors, which is the JDK's default, a few
     * that compute for long keep every other one from beginning. More than the application server takes requests
     * ({@code RUNNER_MAX_REQUESTS}), so that the kernel shares the processors out among all that want one. Threads are made when they are
     * needed.
     */
    int carriers() {
        return CARRIERS;
    }

    /** The JDK adds some where a request holds its own while it waits. */
    int mostCarriers() {
        return 2 * CARRIERS;
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
