package dev.tandem.control.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps an answer of a machine, up to a size that no good answer has: a machine in other hands could send without end. */
final class AnswerBuffer extends OutputStream {
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /** Throws IOException when it is too much. */
    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (bytes.size() + length > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES / 1024 / 1024 + " MiB came back");
        }
        bytes.write(source, offset, length);
    }

    /** What is there, read as UTF-8. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
