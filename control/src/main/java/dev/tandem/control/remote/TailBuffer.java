package dev.tandem.control.remote;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last 64 KiB of what is written to it, so that a talkative program cannot fill the memory. Thread-safe. */
final class TailBuffer extends OutputStream {
    private static final int CAPACITY = 64 * 1024;

    private final byte[] ring = new byte[CAPACITY];
    private long written;

    @Override
    public synchronized void write(int value) {
        ring[(int) (written++ % CAPACITY)] = (byte) value;
    }

    /** What is left, read as UTF-8. */
    synchronized String text() {
        int length = (int) Math.min(written, CAPACITY);
        byte[] tail = new byte[length];
        for (int index = 0; index < length; index++) {
            tail[index] = ring[(int) ((written - length + index) % CAPACITY)];
        }
        return new String(tail, StandardCharsets.UTF_8);
    }
}
