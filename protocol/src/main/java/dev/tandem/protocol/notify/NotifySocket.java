package dev.tandem.protocol.notify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The datagram socket of sd_notify(3), reached through the C library: the JDK has AF_UNIX streams only.
 *
 * <p>The datagram comes from this process itself, so {@code NotifyAccess=main} is enough.
 */
final class NotifySocket implements ServiceManager {
    private static final System.Logger LOG = System.getLogger("notify");

    // socket(2) and unix(7) on Linux
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_OFFSET = 2;
    private static final int PATH_BYTES = 108;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final String name;

    /** @param name a path, or an abstract name that begins with {@code @} */
    NotifySocket(String name) {
        boolean known = name.startsWith("/") || name.startsWith("@");
        if (!known || name.getBytes(StandardCharsets.UTF_8).length >= PATH_BYTES) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is " + name
                    + ", which is neither a path nor an abstract name of less than " + PATH_BYTES
                    + " bytes; the service manager will not be told anything");
        }
        this.name = name;
    }

    @SuppressWarnings("restricted") // the jar's manifest says Enable-Native-Access
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    @Override
    public void tell(String assignments) {
        try (Arena arena = Arena.ofConfined()) {
            send(arena, assignments.getBytes(StandardCharsets.UTF_8));
        } catch (Throwable failure) { // invokeExact throws Throwable
            LOG.log(Level.WARNING, "sd_notify through " + name + " failed", failure);
        }
    }

    private void send(Arena arena, byte[] message) throws Throwable {
        MemorySegment state = arena.allocate(CALL_STATE);
        int socket = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        require(socket >= 0, "socket", state);
        try {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
            long sent = (long) SENDTO.invokeExact(
                    state, socket, bytes, bytes.byteSize(), MSG_NOSIGNAL, address(arena, path), length(path));
            require(sent == bytes.byteSize(), "sendto", state);
        } finally {
            int ignored = (int) CLOSE.invokeExact(state, socket);
        }
    }

    private static void require(boolean worked, String call, MemorySegment state) {
        if (!worked) {
            int errno = state.get(JAVA_INT, CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
            throw new IllegalStateException(call + "(2) failed with errno " + errno);
        }
    }

    /** struct sockaddr_un; an abstract name has a zero byte where {@code @} is written. */
    private MemorySegment address(Arena arena, byte[] path) {
        MemorySegment address = arena.allocate(PATH_OFFSET + PATH_BYTES, Short.BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
        if (name.startsWith("@")) {
            address.set(JAVA_BYTE, PATH_OFFSET, (byte) 0);
        }
        return address;
    }

    /** A path counts its closing zero, an abstract name ends where its length says. */
    private int length(byte[] path) {
        return PATH_OFFSET + path.length + (name.startsWith("@") ? 0 : 1);
    }
}
