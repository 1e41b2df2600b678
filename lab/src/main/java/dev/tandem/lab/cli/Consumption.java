package dev.tandem.lab.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the programs of a lab's machines used between two readings. Pure.
 *
 * @param programs those that used anything, on each machine where they did
 * @param kernelThreadsPercent of one processor, used by this computer's kernel for whomever
 * @param restPercent of one processor, used by what is none of the lab: how quiet this computer was
 */
record Consumption(double seconds, List<Share> programs, double kernelThreadsPercent, double restPercent) {
    /** In percent of one processor, with the program's memory at the end. */
    record Share(
            String program,
            String machine,
            long microseconds,
            double percent,
            long residentMebibytes,
            long proportionalMebibytes) {}

    private static final double NANOS_A_MICROSECOND = 1_000;
    private static final long KILOBYTES_A_MEBIBYTE = 1024;

    Consumption {
        programs = List.copyOf(programs);
    }

    /** A program that began in between counts from its beginning; one that is gone is not there. */
    static Consumption between(Reading before, Reading after) {
        double elapsed = (after.nanos() - before.nanos()) / NANOS_A_MICROSECOND;
        List<Share> shares = new ArrayList<>();
        after.programs().forEach((place, used) -> {
            Reading.Used earlier = before.programs().getOrDefault(place, new Reading.Used(0, 0, 0));
            // A unit that was started anew has a new group, which counts from zero.
            long micros = used.microseconds() - Math.min(earlier.microseconds(), used.microseconds());
            if (micros > 0 || used.residentKilobytes() > 0) {
                shares.add(new Share(
                        place.program(),
                        place.machine(),
                        micros,
                        percent(micros, elapsed),
                        used.residentKilobytes() / KILOBYTES_A_MEBIBYTE,
                        used.proportionalKilobytes() / KILOBYTES_A_MEBIBYTE));
            }
        });
        shares.sort(Comparator.comparing(Share::program).thenComparing(Share::machine));
        long kernel =
                after.computer().kernelThreadMicroseconds() - before.computer().kernelThreadMicroseconds();
        long busy = after.computer().busyMicroseconds() - before.computer().busyMicroseconds();
        long ours = shares.stream().mapToLong(Share::microseconds).sum();
        return new Consumption(
                elapsed / 1_000_000,
                shares,
                percent(kernel, elapsed),
                percent(Math.max(0, busy - kernel - ours), elapsed));
    }

    private static double percent(long microseconds, double elapsed) {
        return elapsed <= 0 ? 0 : 100.0 * microseconds / elapsed;
    }

    /** All machines that have a share. */
    List<String> machines() {
        return List.copyOf(programs.stream().map(Share::machine).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The programs, the greatest sum of that figure first. */
    List<String> programsBy(ToDoubleFunction<Share> figure) {
        Map<String, Double> sums =
                programs.stream().collect(Collectors.groupingBy(Share::program, Collectors.summingDouble(figure)));
        return sums.keySet().stream()
                .sorted(Comparator.<String>comparingDouble(program -> -sums.getOrDefault(program, 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The sum of a figure over what a program has on that machine. */
    double of(String program, String machine, ToDoubleFunction<Share> figure) {
        return programs.stream()
                .filter(share ->
                        share.program().equals(program) && share.machine().equals(machine))
                .mapToDouble(figure)
                .sum();
    }

    /** The sum of a figure over all machines. */
    double of(String program, ToDoubleFunction<Share> figure) {
        return programs.stream()
                .filter(share -> share.program().equals(program))
                .mapToDouble(figure)
                .sum();
    }

    /** The greatest of a figure on any machine. */
    double most(String program, ToDoubleFunction<Share> figure) {
        return programs.stream()
                .filter(share -> share.program().equals(program))
                .mapToDouble(figure)
                .max()
                .orElse(0);
    }

    /** What all programs of these machines used, in percent of one processor. */
    double percent() {
        return programs.stream().mapToDouble(Share::percent).sum();
    }
}
