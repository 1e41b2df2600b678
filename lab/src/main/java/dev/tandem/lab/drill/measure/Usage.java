package dev.tandem.lab.drill.measure;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What one program on one machine holds, or a directory.
 *
 * @param program its unit, or a directory's path
 * @param memoryMegabytes resident, of all its processes
 */
@Json
public record Usage(
        String machine, String program, long memoryMegabytes, long threads, long descriptors, long diskMegabytes) {
    private static final int WORDS = 5;

    /** Ours: these may not grow from one hour to the next. What products hold is theirs to say, and is shown only. */
    private static final List<String> OURS = List.of("tandem-agent", "tandem-runner");

    /** A half more than before, and so much besides, is growth and not chance. */
    private static final double MORE = 1.5;

    private static final long MEGABYTES = 64;
    private static final long THREADS = 20;
    private static final long DESCRIPTORS = 50;

    /** Reads lines of "program, memory in KiB, threads, descriptors, disk in MiB". */
    static List<Usage> parse(String machine, String text) {
        List<Usage> all = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" ", -1);
            if (words.length == WORDS) {
                all.add(new Usage(
                        machine,
                        words[0],
                        Long.parseLong(words[1]) / 1024,
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4])));
            }
        }
        return all;
    }

    /** What has grown so much that it looks like a leak. A program that is not there at the end has no say. */
    public static List<String> leaks(List<Usage> begin, List<Usage> end) {
        List<String> leaks = new ArrayList<>();
        for (Usage before : begin) {
            end.stream()
                    .filter(after -> OURS.contains(before.program)
                            && after.machine.equals(before.machine)
                            && after.program.equals(before.program))
                    .forEach(after -> {
                        grown(leaks, before, "memory in MiB", before.memoryMegabytes, after.memoryMegabytes, MEGABYTES);
                        grown(leaks, before, "threads", before.threads, after.threads, THREADS);
                        grown(leaks, before, "open files", before.descriptors, after.descriptors, DESCRIPTORS);
                    });
        }
        return leaks;
    }

    private static void grown(List<String> leaks, Usage which, String what, long before, long after, long slack) {
        if (after > before * MORE + slack) {
            leaks.add(which.program + " on " + which.machine + ": " + what + " grew from " + before + " to " + after);
        }
    }
}
