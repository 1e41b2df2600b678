package dev.tandem.lab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables of an idle site, for a terminal of 100 columns. Pure. */
final class IdleText {
    private static final int PROGRAM_WIDTH = 19;

    /** So many have a column of their own; the others share one. */
    private static final int COLUMNS = 5;

    private static final double LEAST_PERCENT = 0.005;
    private static final double LEAST_MICROSECONDS = 0.5;

    private IdleText() {}

    static List<String> lines(IdleBench.Measured measured) {
        List<String> lines = new ArrayList<>(idle(measured.idle()));
        lines.add("");
        lines.addAll(load(measured.loads()));
        return lines;
    }

    private static List<String> idle(Consumption idle) {
        List<String> own = idle.machines().stream().limit(COLUMNS).toList();
        List<String> others = idle.machines().stream().skip(COLUMNS).toList();
        List<String> lines = new ArrayList<>();
        lines.add(head(own, others));
        for (String program : idle.programsBy(Consumption.Share::percent)) {
            if (idle.of(program, Consumption.Share::percent) >= LEAST_PERCENT) {
                lines.add(row(
                                program,
                                own,
                                others,
                                machine -> idle.of(program, machine, Consumption.Share::percent),
                                idle.of(program, Consumption.Share::percent))
                        + String.format(
                                Locale.ROOT,
                                " %8.0f %8.0f",
                                idle.most(program, Consumption.Share::residentMebibytes),
                                idle.most(program, Consumption.Share::proportionalMebibytes)));
            }
        }
        lines.add(row("all of it", own, others, machine -> onMachine(idle, machine), idle.percent()));
        lines.add(String.format(
                Locale.ROOT,
                "%% of one processor over %.0f s; memory in MiB, on the machine where the program has most",
                idle.seconds()));
        lines.add(String.format(
                Locale.ROOT,
                "besides, on this computer: its kernel's threads %.1f %%, everything else %.1f %%",
                idle.kernelThreadsPercent(),
                idle.restPercent()));
        return lines;
    }

    private static double onMachine(Consumption idle, String machine) {
        return idle.programs().stream()
                .filter(share -> share.machine().equals(machine))
                .mapToDouble(Consumption.Share::percent)
                .sum();
    }

    private static String head(List<String> own, List<String> others) {
        StringBuilder line = new StringBuilder(name("idle"));
        own.forEach(machine -> line.append(String.format(Locale.ROOT, " %8s", shortened(machine, 8))));
        if (!others.isEmpty()) {
            line.append(String.format(Locale.ROOT, " %8s", "others"));
        }
        return line + String.format(Locale.ROOT, " %8s %8s %8s", "all", "RSS", "PSS");
    }

    private static String row(
            String program, List<String> own, List<String> others, ToDoubleFunction<String> figure, double all) {
        StringBuilder line = new StringBuilder(name(program));
        own.forEach(machine -> line.append(percent(figure.applyAsDouble(machine))));
        if (!others.isEmpty()) {
            line.append(percent(others.stream().mapToDouble(figure).sum()));
        }
        return line + percent(all);
    }

    private static String percent(double value) {
        return value < LEAST_PERCENT ? " ".repeat(9) : String.format(Locale.ROOT, " %8.2f", value);
    }

    private static String name(String program) {
        return String.format(Locale.ROOT, "%-" + PROGRAM_WIDTH + "s", shortened(program, PROGRAM_WIDTH));
    }

    private static String shortened(String name, int length) {
        return name.length() <= length ? name : name.substring(0, length - 1) + "…";
    }

    /** By program, over all machines: one request runs through several. */
    private static List<String> load(List<IdleBench.Loaded> loads) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(name("a request"));
        loads.forEach(load -> head.append(String.format(Locale.ROOT, " %9s", load.request())));
        lines.add(head.toString());
        List<String> programs = loads.stream()
                .flatMap(load -> load.consumption().programsBy(Consumption.Share::microseconds).stream())
                .distinct()
                .toList();
        for (String program : programs) {
            StringBuilder line = new StringBuilder(name(program));
            double most = 0;
            for (IdleBench.Loaded load : loads) {
                double each = load.each(load.consumption().of(program, Consumption.Share::microseconds));
                line.append(String.format(Locale.ROOT, " %9.0f", each));
                most = Math.max(most, each);
            }
            if (most >= LEAST_MICROSECONDS) {
                lines.add(line.toString());
            }
        }
        lines.add(total(
                "all of it",
                loads,
                load -> load.each(load.consumption().programs().stream()
                        .mapToDouble(Consumption.Share::microseconds)
                        .sum())));
        lines.add(total("requests", loads, load -> load.output().requests()));
        lines.add(total("failed", loads, load -> load.output().failed()));
        lines.add("µs of processor time for one request, on all machines of the site, with what they do anyway");
        return lines;
    }

    private static String total(String name, List<IdleBench.Loaded> loads, ToDoubleFunction<IdleBench.Loaded> figure) {
        StringBuilder line = new StringBuilder(name(name));
        loads.forEach(load -> line.append(String.format(Locale.ROOT, " %9.0f", figure.applyAsDouble(load))));
        return line.toString();
    }
}
