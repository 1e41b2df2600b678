package dev.tandem.agent.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A hold by pidfd_open(2): the end of a process that is no child is known within a millisecond. Java's {@code ProcessHandle.onExit}
 * looks only now and then at those.
 */
final class DescriptorHold implements ProcessHold {
    private static final int SIGKILL = 9;
    private static final short POLLIN = 1;
    private static final int FOR_EVER = -1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle PIDFD_OPEN =
            function("pidfd_open", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle PIDFD_SEND_SIGNAL =
            function("pidfd_send_signal", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int pid;
    private final String startTime;
    private final int descriptor;
    private volatile boolean ended;

    private DescriptorHold(int pid, String startTime, int descriptor) {
        this.pid = pid;
        this.startTime = startTime;
        this.descriptor = descriptor;
    }

    @SuppressWarnings("restricted") // the jar's manifest says Enable-Native-Access
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /** See {@link Programs#hold}. */
    static Optional<ProcessHold> of(int pid, String program, Runnable onEnd) {
        try {
            int descriptor = (int) PIDFD_OPEN.invokeExact(pid, 0);
            if (descriptor < 0) {
                return Optional.empty();
            }
            // Looked at only now: what is held cannot become another process any more.
            Optional<String> startTime = startTime(pid, program);
            if (startTime.isEmpty()) {
                int _ = (int) CLOSE.invokeExact(descriptor);
                return Optional.empty();
            }
            DescriptorHold hold = new DescriptorHold(pid, startTime.get(), descriptor);
            Thread.ofPlatform().daemon().name("end-of-" + pid).start(() -> hold.await(onEnd));
            return Optional.of(hold);
        } catch (Throwable impossible) { // invokeExact throws Throwable
            throw new IllegalStateException("pidfd_open(2)", impossible);
        }
    }

    /** Since when it runs, in clock ticks since the machine started (proc_pid_stat(5), field 22). */
    private static Optional<String> startTime(int pid, String program) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            int end = stat.lastIndexOf(')');
            boolean same = stat.substring(stat.indexOf('(') + 1, end).equals(program);
            return same ? Optional.of(stat.substring(end + 2).split(" ", -1)[19]) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private void await(Runnable onEnd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(JAVA_SHORT, 4, POLLIN);
            int ready;
            do {
                ready = (int) POLL.invokeExact(poll, 1L, FOR_EVER);
            } while (ready <= 0);
            ended = true;
            onEnd.run();
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable impossible) { // invokeExact throws Throwable
            throw new IllegalStateException("poll(2)", impossible);
        }
    }

    @Override
    public String identity() {
        return "p" + pid + "s" + startTime;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void kill() {
        if (ended) {
            return;
        }
        try {
            int _ = (int) PIDFD_SEND_SIGNAL.invokeExact(descriptor, SIGKILL, MemorySegment.NULL, 0);
        } catch (Throwable impossible) { // invokeExact throws Throwable
            throw new IllegalStateException("pidfd_send_signal(2)", impossible);
        }
    }
}
