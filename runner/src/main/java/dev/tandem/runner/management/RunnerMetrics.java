package dev.tandem.runner.management;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.tandem.runner.database.DatabasePools;
import dev.tandem.runner.gate.Figures;
import dev.tandem.runner.gate.RequestGate;
import dev.tandem.runner.life.RunnerState;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** What the runner counts, and its text in Prometheus' format. Names begin with {@code runner_}, the JVM's with {@code jvm_}. Safe for many threads. */
public final class RunnerMetrics implements Figures {
    private static final double[] LATENCY_SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    private static final int STATUS_CLASSES = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<CounterDataPoint> requests = new ArrayList<>();
    private final Histogram latency;
    private final Counter refused;
    private final Counter tooSlow;
    private final Counter cut;
    private boolean jvmRegistered;

    public RunnerMetrics(String version, String release) {
        Counter byClass = Counter.builder()
                .name("runner_requests_total")
                .help("Requests answered, by class of status.")
                .labelNames("class")
                .register(registry);
        for (int statusClass = 1; statusClass <= STATUS_CLASSES; statusClass++) {
            requests.add(byClass.labelValues(statusClass + "xx"));
        }
        latency = Histogram.builder()
                .name("runner_request_seconds")
                .help("Time from the request's first byte of content or end of headers to the end of its answer.")
                .classicOnly()
                .classicUpperBounds(LATENCY_SECONDS)
                .register(registry);
        refused = counter(
                "runner_requests_refused_total",
                "Requests answered 503 because too many were running, or too many of one source.");
        tooSlow = counter(
                "runner_requests_slow_total", "Requests that were cut because their client read or sent too slowly.");
        cut = counter("runner_requests_cut_total", "Requests that were still running when the drain deadline passed.");
        Info.builder()
                .name("runner_build_info")
                .help("The runner's version and the release it runs.")
                .labelNames("version", "release")
                .register(registry)
                .setLabelValues(version, release);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    @Override
    public void answered(int status, Duration took) {
        int statusClass = Math.clamp(status / 100, 1, STATUS_CLASSES);
        requests.get(statusClass - 1).inc();
        latency.observe(took.toNanos() / NANOS_PER_SECOND);
    }

    @Override
    public void refused() {
        refused.inc();
    }

    @Override
    public void tooSlow() {
        tooSlow.inc();
    }

    public void cut(int count) {
        cut.inc(count);
    }

    public void watch(RequestGate gate) {
        gauge("runner_requests_in_flight", "Requests being answered now, streams among them.", gate::inFlight);
        gauge("runner_streams_in_flight", "Those of them that are streams.", gate::streams);
    }

    private void gauge(String name, String help, IntSupplier present) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(present.getAsInt()))
                .register(registry);
    }

    public void watchState(Supplier<RunnerState> present) {
        GaugeWithCallback.builder()
                .name("runner_state")
                .help("1 for the state the runner is in.")
                .labelNames("state")
                .callback(gauge -> {
                    for (RunnerState state : RunnerState.values()) {
                        gauge.call(state == present.get() ? 1 : 0, state.word());
                    }
                })
                .register(registry);
    }

    public void watch(DatabasePools pools) {
        GaugeWithCallback.builder()
                .name("runner_database_connections")
                .help("Connections of a pool: active (lent out), idle, and waiting (callers without one).")
                .labelNames("pool", "state")
                .callback(gauge -> pools.pools().forEach((name, pool) -> {
                    gauge.call(count(pool, HikariPoolMXBean::getActiveConnections), name, "active");
                    gauge.call(count(pool, HikariPoolMXBean::getIdleConnections), name, "idle");
                    double atThePool = count(pool, HikariPoolMXBean::getThreadsAwaitingConnection);
                    gauge.call(atThePool + pools.waiting().getOrDefault(name, 0), name, "waiting");
                }))
                .register(registry);
        watch(
                "runner_database_fallbacks_total",
                "Read-only transactions that went to the primary because the replica gave no connection.",
                pools.routing()::fallbacks);
        watch(
                "runner_database_behind_total",
                "Reads that went to the primary because the replica did not have their client's writes.",
                pools.routing()::behind);
        watch(
                "runner_database_repeated_total",
                "Uses of the database that were run again because they provably had done nothing.",
                pools.routing()::repetitions);
        GaugeWithCallback.builder()
                .name("runner_database_under_way")
                .help("Transactions and statements that are under way on the primary.")
                .callback(gauge -> gauge.call(pools.gate().underWay()))
                .register(registry);
    }

    private void watch(String name, String help, LongSupplier present) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call((double) present.getAsLong()))
                .register(registry);
    }

    private static double count(HikariDataSource pool, ToIntFunction<HikariPoolMXBean> question) {
        return question.applyAsInt(pool.getHikariPoolMXBean());
    }

    /** The present values, in Prometheus' text format 0.0.4. */
    void write(OutputStream out) throws IOException {
        registerJvm();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }

    /** On the first scrape: the JVM's own metrics load its management classes, which nobody needs in order to become ready. */
    private synchronized void registerJvm() {
        if (!jvmRegistered) {
            JvmMetrics.builder().register(registry);
            jvmRegistered = true;
        }
    }

    static String contentType() {
        return PrometheusTextFormatWriter.CONTENT_TYPE;
    }
}
