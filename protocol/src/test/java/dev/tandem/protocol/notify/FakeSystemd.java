package dev.tandem.protocol.notify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Receives what is told, as systemd does: a bound AF_UNIX datagram socket. */
final class FakeSystemd implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 4_096;
    private static final int PATH_OFFSET = 2;
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;

    private final Arena arena = Arena.ofConfined();
    private final int socket;

    /** @param name a path or an abstract name */
    FakeSystemd(String name) throws Throwable {
        socket = (int)
                function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT).invokeExact((int) AF_UNIX, SOCK_DGRAM, 0);
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(PATH_OFFSET + path.length + 1, Short.BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
        boolean isAbstract = name.startsWith("@");
        if (isAbstract) {
            address.set(JAVA_BYTE, PATH_OFFSET, (byte) 0);
        }
        int length = PATH_OFFSET + path.length + (isAbstract ? 0 : 1);
        int bound =
                (int) function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT).invokeExact(socket, address, length);
        if (socket < 0 || bound != 0) {
            throw new IllegalStateException("cannot bind " + name);
        }
    }

    @SuppressWarnings("restricted") // tests run with --enable-native-access
    private static MethodHandle function(String name, ValueLayout result, ValueLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    /** The datagram that has arrived. A datagram on one machine is there when sendto returns. */
    String heard() throws Throwable {
        MemorySegment buffer = arena.allocate(LARGEST_MESSAGE);
        long length = (long) function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)
                .invokeExact(socket, buffer, (long) LARGEST_MESSAGE, MSG_DONTWAIT);
        if (length < 0) {
            throw new IllegalStateException("nothing was told");
        }
        byte[] bytes = new byte[(int) length];
        MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            int ignored = (int) function("close", JAVA_INT, JAVA_INT).invokeExact(socket);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        } finally {
            arena.close();
        }
    }
}
