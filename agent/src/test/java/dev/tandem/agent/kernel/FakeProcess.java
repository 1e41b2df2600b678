package dev.tandem.agent.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** A program that is talked with: lines go in, lines come out, until it ends. */
public abstract class FakeProcess extends Process {
    private static final String END = "";

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /** Takes one line in, on the thread that wrote it. */
    protected abstract void hear(String line);

    /** Nothing more will come in. */
    protected void heardAll() {
        end(0);
    }

    protected final void say(String line) {
        said.add(line + "\n");
    }

    protected final void end(int code) {
        if (exit.complete(code)) {
            said.add(END);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            private final StringBuilder line = new StringBuilder();

            @Override
            public void write(int one) throws java.io.IOException {
                if (!isAlive()) {
                    throw new java.io.IOException("Broken pipe");
                }
                if (one == '\n') {
                    String whole = line.toString();
                    line.setLength(0);
                    hear(whole);
                } else {
                    line.append((char) one);
                }
            }

            @Override
            public void close() {
                heardAll();
            }
        };
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            private InputStream now = InputStream.nullInputStream();

            @Override
            public int read(byte[] bytes, int offset, int length) throws java.io.IOException {
                while (true) {
                    int read = now.read(bytes, offset, length);
                    if (read > 0) {
                        return read;
                    }
                    String next = next();
                    if (next.equals(END)) {
                        said.add(END);
                        return -1;
                    }
                    now = new ByteArrayInputStream(next.getBytes(StandardCharsets.UTF_8));
                }
            }

            @Override
            public int read() throws java.io.IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            private String next() throws java.io.IOException {
                try {
                    return said.take();
                } catch (InterruptedException interrupted) {
                    throw new java.io.IOException(interrupted);
                }
            }
        };
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public int exitValue() {
        if (!exit.isDone()) {
            throw new IllegalThreadStateException("it runs");
        }
        return exit.join();
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public void destroy() {
        end(143);
    }

    @Override
    public Process destroyForcibly() {
        end(137);
        return this;
    }
}
