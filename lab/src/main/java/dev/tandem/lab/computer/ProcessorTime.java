package dev.tandem.lab.computer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this computer's processors have done since it started: proc_stat(5), proc_pid_stat(5).
 *
 * @param busyMicroseconds of all processors together, whoever used them
 * @param kernelThreadMicroseconds of the kernel's own threads; 0 where they cannot be seen, as in a namespace of processes
 */
public record ProcessorTime(long busyMicroseconds, long kernelThreadMicroseconds) {
    private static final Path PROCESSES = Path.of("/proc");

    /** A tick of these files: USER_HZ is 100 on every architecture that Debian has. */
    private static final long TICK_MICROSECONDS = 10_000;

    /** Their parent, and of those that it started. */
    private static final String KERNEL_THREADS = "kthreadd";

    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int INPUT_OUTPUT = 5;
    private static final int STEAL = 8;

    private static final int PARENT = 1;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** Reads it. */
    public static ProcessorTime now() {
        return read(PROCESSES);
    }

    static ProcessorTime read(Path processes) {
        try (Stream<Path> listing = Files.list(processes)) {
            List<String> all = listing.filter(path ->
                            Character.isDigit(path.getFileName().toString().charAt(0)))
                    .flatMap(path -> text(path.resolve("stat")).stream())
                    .toList();
            String parent = all.stream()
                    .filter(stat -> stat.contains("(" + KERNEL_THREADS + ")"))
                    .map(stat -> stat.substring(0, stat.indexOf(' ')))
                    .findFirst()
                    .orElse("none");
            long kernel = all.stream()
                    .filter(stat -> fields(stat)[PARENT].equals(parent))
                    .mapToLong(
                            stat -> Long.parseLong(fields(stat)[USER_TIME]) + Long.parseLong(fields(stat)[SYSTEM_TIME]))
                    .sum();
            return new ProcessorTime(
                    busy(text(processes.resolve("stat")).orElse("")) * TICK_MICROSECONDS, kernel * TICK_MICROSECONDS);
        } catch (IOException e) {
            throw new ComputerException("reading " + processes, e);
        }
    }

    /** The fields behind the name, which may hold blanks and brackets itself. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** The first line: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static long busy(String stat) {
        String[] columns = stat.lines().findFirst().orElse("").split(" +", -1);
        long busy = 0;
        for (int column = USER; column < Math.min(STEAL, columns.length); column++) {
            busy += column == IDLE || column == INPUT_OUTPUT ? 0 : Long.parseLong(columns[column]);
        }
        return busy;
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
