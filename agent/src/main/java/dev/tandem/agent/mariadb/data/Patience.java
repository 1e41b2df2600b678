package dev.tandem.agent.mariadb.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream that is not waited for for ever: when nothing has come for a while, it is closed, and reading ends with an exception. A
 * machine whose power fails says nothing any more, not even that.
 */
final class Patience extends FilterInputStream {
    private final Duration limit;
    private volatile long last = System.nanoTime();
    private volatile boolean over;
    private volatile boolean ended;

    /** @param limit how long nothing may come */
    Patience(InputStream stream, Duration limit) {
        super(stream);
        this.limit = limit;
        Thread.ofPlatform().daemon().name("patience").start(this::watch);
    }

    private void watch() {
        while (!ended) {
            long left = limit.toNanos() - (System.nanoTime() - last);
            if (left <= 0) {
                over = true;
                closeQuietly();
                return;
            }
            LockSupport.parkNanos(Math.min(left, Duration.ofSeconds(1).toNanos()));
        }
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        came();
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        came();
        return read;
    }

    /** Some streams end when they are closed, as if that had been all. */
    private void came() throws IOException {
        if (over) {
            throw new IOException("nothing came for " + limit.toSeconds() + " s");
        }
        last = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        super.close();
    }

    private void closeQuietly() {
        try {
            in.close();
        } catch (IOException closed) {
            // It was to be closed.
        }
    }
}
