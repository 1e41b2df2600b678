package dev.tandem.lab.drill;

import dev.tandem.control.remote.RemoteException;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.drill.age.Aged;
import dev.tandem.lab.drill.age.Ageing;
import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Attempt;
import dev.tandem.lab.drill.measure.DiskWitness;
import dev.tandem.lab.drill.measure.Figures;
import dev.tandem.lab.drill.measure.Ledger;
import dev.tandem.lab.drill.measure.Measure;
import dev.tandem.lab.drill.measure.Sampler;
import dev.tandem.lab.drill.measure.SteadyState;
import dev.tandem.lab.drill.measure.TimeLine;
import dev.tandem.lab.drill.measure.Verdict;
import dev.tandem.lab.drill.report.Trial;
import dev.tandem.lab.drill.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Does one fault to the site: looks whether it is well, lets clients work, strikes, looks whether it bit, mends it, waits until
 * the site is well, and counts. However it ends, by an exception or an interruption too, what it broke is mended.
 */
final class Drill {
    private static final Duration STEADY_WITHIN = Duration.ofSeconds(60);
    private static final Duration WARMING = Duration.ofSeconds(5);
    private static final Duration BASELINE = Duration.ofSeconds(5);
    private static final Duration AFTERGLOW = Duration.ofSeconds(2);
    private static final Duration LOAD_AT_MOST = Duration.ofMinutes(20);
    private static final long RECOVERY_GRACE = 60_000;
    /** Of a kind that the fault has no limit for. */
    private static final long PAUSE = 1_000;

    private final Ground ground;
    private final SteadyState steady;
    private final int articlesPerSecond;
    private final Consumer<String> say;

    Drill(Ground ground, SteadyState steady, int articlesPerSecond, Consumer<String> say) {
        this.ground = ground;
        this.steady = steady;
        this.articlesPerSecond = articlesPerSecond;
        this.say = say;
    }

    /**
     * One run. Throws LabInterruptedException, after it has mended everything, when the calling thread is interrupted.
     *
     * @param ageing what is done to the site before; empty to take it as it is
     */
    Trial run(Fault fault, Optional<Ageing> ageing) {
        Workload workload = new Workload(ground, Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
        try {
            return struck(fault, workload, ageing);
        } catch (LabInterruptedException e) {
            throw e;
        } catch (LabException | RemoteException | IllegalStateException e) {
            return Trial.vain(String.valueOf(e.getMessage()));
        } finally {
            // An interrupted thread could not run the commands that mend.
            boolean interrupted = Thread.interrupted();
            Leftovers.clear(ground);
            workload.clear();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Trial struck(Fault fault, Workload workload, Optional<Ageing> ageing) {
        Leftovers.clear(ground);
        say.accept(fault.name() + ": looks whether the site is well");
        List<String> before = steady.await(STEADY_WITHIN);
        if (!before.isEmpty()) {
            return Trial.vain("the site was not well before: " + before.getFirst());
        }
        List<Aged> aged = ageing.map(each -> each.of(ground)).orElse(List.of());
        if (ageing.isPresent()) {
            long quietEnded = System.nanoTime();
            List<String> old = steady.await(STEADY_WITHIN);
            if (!old.isEmpty()) {
                return Trial.ill(aged, Duration.ofNanos(System.nanoTime() - quietEnded), old.getFirst());
            }
        }
        ground.resume();
        workload.start(fault.clients(), articlesPerSecond, LOAD_AT_MOST);
        Deadline.pause(WARMING.plus(BASELINE));
        try (Sampler sampler = Sampler.on(ground);
                DiskWitness disk = DiskWitness.on(ground.disk())) {
            return observed(fault, workload, sampler, disk, aged);
        } catch (IOException e) {
            throw new ComputerException(
                    "cannot watch this computer's disk at " + ground.disk() + ": " + e.getMessage());
        }
    }

    private Trial observed(Fault fault, Workload workload, Sampler sampler, DiskWitness disk, List<Aged> aged) {
        long strike = System.nanoTime();
        Struck struck = fault.injection().strike(ground);
        say.accept(fault.name() + ": " + struck.what());
        sampler.event(struck.what());
        OptionalLong term = ground.term();
        Deadline.pause(fault.hold());
        Optional<String> proof = struck.proof().get();
        OptionalLong termInTheEnd = ground.term();
        long mended = System.nanoTime();
        struck.mend().run();
        sampler.event("mended");
        List<String> after = steady.await(
                Duration.ofMillis(fault.limits().usual().getOrDefault(Measure.RECOVERY, 0L) + RECOVERY_GRACE));
        long well = System.nanoTime();
        sampler.event(after.isEmpty() ? "well again" : "not well: " + after.getFirst());
        say.accept(fault.name() + ": " + (after.isEmpty() ? "well again" : "not well: " + after.getFirst()));
        Deadline.pause(AFTERGLOW);
        long until = System.nanoTime();
        List<Attempt> attempts = workload.end();
        List<Ledger> ledgers = workload.ledgers(attempts);
        Figures figures = new Figures(attempts, strike, until, struck.gone());
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        values.putAll(figures.measure(ledgers));
        values.put(Measure.RECOVERY, (well - mended) / 1_000_000);
        if (term.isPresent() && termInTheEnd.isPresent()) {
            values.put(Measure.ROLE_CHANGES, termInTheEnd.getAsLong() - term.getAsLong());
        }
        sampler.partnerAgainAfter(strike).ifPresent(time -> values.put(Measure.PARTNER_AGAIN, time.toMillis()));
        List<String> doubts = new ArrayList<>(doubts(fault, figures, proof, after));
        long failed = figures.failedBefore(strike - counted(aged).toNanos());
        if (failed > 0) {
            doubts.add(failed + " requests failed before the fault");
        }
        doubts.addAll(Aged.doubts(aged));
        if (!struck.gone().containsAll(names(ground.machines()))) {
            doubts.addAll(unmeasured(fault, values));
        }
        Optional<String> stall = disk.stall().filter(_ -> Verdict.misses(fault.limits(), values));
        stall.ifPresent(doubts::add);
        return new Trial(
                new Verdict.Run(values, doubts, isBusy(fault, figures) || stall.isPresent()),
                struck.what(),
                proof,
                Optional.of(TimeLine.of(attempts, sampler.moments(), strike, until, struck.gone())),
                ledgers,
                figures.rateBefore(),
                Math.max(figures.pauseBefore("write"), figures.pauseBefore("http-write")),
                aged);
    }

    /**
     * For how long before the fault no request may fail. Programs that have just started are slow at first, which is no matter of the fault;
     * on a site that was left alone for long the first request is the one that matters.
     */
    private static Duration counted(List<Aged> aged) {
        return aged.isEmpty() ? BASELINE : BASELINE.plus(WARMING);
    }

    /** Why the run says less than it seems to. */
    private static List<String> doubts(Fault fault, Figures figures, Optional<String> proof, List<String> after) {
        List<String> doubts = new ArrayList<>();
        if (proof.isEmpty()) {
            doubts.add("the fault was not seen to bite");
        }
        if (!after.isEmpty()) {
            doubts.add("the site did not get well: " + after.getFirst());
        }
        if (isBusy(fault, figures)) {
            doubts.add("this computer was too busy: before the fault writes paused for "
                    + Measure.WRITE_OUTAGE.words(figures.pauseBefore("write")) + ", users' for "
                    + Measure.HTTP_OUTAGE.words(figures.pauseBefore("http-write")));
        }
        return doubts;
    }

    /** A limit is not held by nobody's being there to measure. (Of a fault that takes every machine that is said anyway.) */
    private static List<String> unmeasured(Fault fault, Map<Measure, Long> values) {
        return fault.limits().usual().keySet().stream()
                .filter(measure -> !values.containsKey(measure))
                .map(measure -> measure.word() + " has a limit, and nobody was there to measure it")
                .toList();
    }

    private static Set<String> names(List<Grip> grips) {
        return grips.stream().map(Grip::name).collect(Collectors.toSet());
    }

    /** Whether there were pauses without a fault that a limit would not allow with one. */
    private static boolean isBusy(Fault fault, Figures figures) {
        Map<Measure, Long> limits = fault.limits().usual();
        return figures.pauseBefore("write") > limits.getOrDefault(Measure.WRITE_OUTAGE, PAUSE)
                || figures.pauseBefore("http-write") > limits.getOrDefault(Measure.HTTP_OUTAGE, PAUSE);
    }

    /** What it needs and the site has not; empty when it can be done. */
    static Optional<String> missing(Fault fault, Set<Fault.Need> has) {
        return fault.needs().stream()
                .filter(need -> !has.contains(need))
                .findFirst()
                .map(need -> "needs " + need.words());
    }
}
