package dev.tandem.lab.network;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Moves a thread into a network namespace: setns(2) by the foreign function interface. The first use costs some 45 ms
 * with an AOT cache and 80 ms without, nearly all of it spent on linking the functions.
 */
final class NetworkNamespace {
    /** linux/sched.h. */
    private static final int CLONE_NEWNET = 0x40000000;

    /** fcntl.h on all Linux machines: O_RDONLY is 0, O_CLOEXEC this. */
    private static final int O_CLOEXEC = 0x80000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_IN_STATE = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private NetworkNamespace() {}

    /**
     * Moves the calling thread, for good: sockets that it makes from now on belong to the namespace, whoever uses them.
     * Call it on a platform thread that does nothing else. Throws {@link NetworkException} when the kernel refuses.
     */
    static void enter(Path namespace) {
        MethodHandle open = function(
                "open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        MethodHandle setns = function(
                "setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int file = (int) open.invokeExact(state, arena.allocateFrom(namespace.toString()), O_CLOEXEC);
            refuseFailure(file, "opening", namespace, state);
            refuseFailure((int) setns.invokeExact(state, file, CLONE_NEWNET), "entering", namespace, state);
            refuseFailure((int) close.invokeExact(state, file), "closing", namespace, state);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a downcall throws nothing of its own", e);
        }
    }

    // Calling C is what this class is for; the launcher allows it with --enable-native-access.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor form) {
        MemorySegment address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new NetworkException("this computer's C library has no " + name + "(2)"));
        return LINKER.downcallHandle(address, form, ERRNO);
    }

    private static void refuseFailure(int result, String act, Path namespace, MemorySegment state) {
        if (result < 0) {
            throw new NetworkException(act + " the network namespace " + namespace + " failed with errno "
                    + (int) ERRNO_IN_STATE.get(state, 0L) + " [is the lab up? `tandem up`; and only root may enter]");
        }
    }
}
