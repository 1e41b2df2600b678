package dev.tandem.control.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds a lock, so that the same computer can tell whether that process still lives.
 *
 * @param computer the present start of the owner's computer: the kernel's boot id, which no two starts share
 * @param process its process id there
 * @param begun when that process began, in milliseconds since 1970, because process ids are used again
 */
record LockToken(String computer, long process, long begun) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})/([0-9]{1,10})/([0-9]{1,15})");

    static LockToken ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new LockToken(bootId(), self.pid(), begun(self));
    }

    /** Nothing when the text is not the token of such a process. */
    static Optional<LockToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new LockToken(
                        matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** Whether the owner was a process of this computer that has ended. Of another computer nobody here can know. */
    boolean isOfDeadProcessHere() {
        return computer.equals(bootId())
                && ProcessHandle.of(process)
                        .filter(handle -> begun(handle) == begun)
                        .isEmpty();
    }

    private static long begun(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new IllegalStateException("Linux has " + BOOT_ID, e);
        }
    }

    @Override
    public String toString() {
        return computer + "/" + process + "/" + begun;
    }
}
