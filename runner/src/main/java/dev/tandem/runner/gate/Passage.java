package dev.tandem.runner.gate;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One request's way between application and client: sees when its answer becomes a stream of events, and ends it when the client reads or
 * sends more slowly than {@link LowestRate} has it.
 *
 * <p>Jetty 12.1 has {@code minRequestDataRate} and {@code minResponseDataRate} in its HttpConfiguration. Nothing in 12.1.14 reads the second; the
 * first, and {@code StatisticsHandler.MinimumDataRateHandler}, count the application's own time as the client's. A client that sends or
 * takes nothing at all is a matter of the connection's idle time.
 *
 * <p>Jetty reads in one thread at a time, and writes in one.
 */
final class Passage extends HttpStream.Wrapper {
    private static final String EVENTS = "text/event-stream";

    private final Request request;
    private final Place place;
    private final LowestRate rate;
    private final Figures figures;
    private final Consumer<@Nullable Throwable> end;
    private long leftForReading;
    private long leftForWriting;
    private boolean asked;
    private long askedNanos;
    private Content.@Nullable Chunk tooSlow;
    private volatile long saidNanos = System.nanoTime();

    /** The same for all requests: how slow a client may be, and where the slower ones are counted. */
    record Watch(LowestRate rate, Figures figures) {}

    /**
     * Puts one into the request's way.
     *
     * @param end called once, when all is over; with the failure if there was one
     */
    static Passage of(Request request, Place place, Watch watch, Consumer<@Nullable Throwable> end) {
        AtomicReference<Passage> put = new AtomicReference<>();
        request.addHttpStreamWrapper(stream -> {
            Passage passage = new Passage(stream, request, place, watch, end);
            put.set(passage);
            return passage;
        });
        return Objects.requireNonNull(put.get());
    }

    private Passage(HttpStream stream, Request request, Place place, Watch watch, Consumer<@Nullable Throwable> end) {
        super(stream);
        this.request = request;
        this.place = place;
        this.rate = watch.rate();
        this.figures = watch.figures();
        this.end = end;
        this.leftForReading = rate.openingNanos();
        this.leftForWriting = rate.openingNanos();
    }

    @Override
    public void succeeded() {
        try {
            end.accept(null);
        } finally {
            super.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        try {
            end.accept(failure);
        } finally {
            super.failed(failure);
        }
    }

    /** Nothing is here, and the application waits for the client from now on. */
    @Override
    public void demand() {
        if (!asked) {
            asked = true;
            askedNanos = System.nanoTime();
        }
        super.demand();
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (tooSlow != null) {
            return tooSlow;
        }
        Content.Chunk chunk = super.read();
        return chunk == null || Content.Chunk.isFailure(chunk) ? chunk : arrived(chunk);
    }

    private Content.Chunk arrived(Content.Chunk chunk) {
        long waited = asked ? System.nanoTime() - askedNanos : 0;
        asked = false;
        leftForReading = rate.leftNanos(leftForReading, waited, chunk.remaining());
        if (leftForReading >= 0) {
            return chunk;
        }
        chunk.release();
        figures.tooSlow();
        Content.Chunk failure = Content.Chunk.from(new HttpException.RuntimeException(
                HttpStatus.REQUEST_TIMEOUT_408,
                "the request comes more slowly than " + rate.bytesPerSecond() + " bytes a second"));
        tooSlow = failure;
        return failure;
    }

    @Override
    public void send(
            MetaData.Request asked,
            MetaData.@Nullable Response head,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (head != null && isStream(head)) {
            place.becomesStream();
        }
        saidNanos = System.nanoTime();
        Sending sending = new Sending(callback, content == null ? 0 : content.remaining());
        super.send(asked, head, last, content, sending);
        sending.watch();
    }

    private static boolean isStream(MetaData.Response head) {
        String type = head.getHttpFields().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    }

    /** For how long the answer has not gone on; in nanoseconds. */
    long silentNanos() {
        return System.nanoTime() - saidNanos;
    }

    /**
     * Bytes that are on their way to the client. Nearly always the kernel has taken them by the time that Jetty comes back from sending; then
     * nobody waited for the client, and nothing is timed.
     */
    private final class Sending extends Callback.Nested implements Runnable {
        private final long bytes;
        private volatile boolean done;
        private volatile boolean watched;
        private volatile Scheduler.@Nullable Task cutting;

        Sending(Callback callback, long bytes) {
            super(callback);
            this.bytes = bytes;
        }

        void watch() {
            if (done) {
                return;
            }
            watched = true;
            cutting = request.getComponents()
                    .getScheduler()
                    .schedule(this, Math.max(0, rate.allowedNanos(leftForWriting, bytes)), TimeUnit.NANOSECONDS);
            if (done) {
                forget();
            }
        }

        private void forget() {
            done = true;
            Scheduler.Task scheduled = cutting;
            if (scheduled != null) {
                scheduled.cancel();
            }
        }

        @Override
        public void succeeded() {
            forget();
            long waited = watched ? System.nanoTime() - saidNanos : 0;
            leftForWriting = rate.leftNanos(leftForWriting, waited, bytes);
            super.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            forget();
            super.failed(failure);
        }

        /** Its time is over. What fails next may run the application's code, which is not the scheduler's business. */
        @Override
        public void run() {
            if (!done) {
                figures.tooSlow();
                EndPoint client =
                        request.getConnectionMetaData().getConnection().getEndPoint();
                request.getComponents()
                        .getExecutor()
                        .execute(() -> client.close(new TimeoutException(
                                "the answer is read more slowly than " + rate.bytesPerSecond() + " bytes a second")));
            }
        }
    }
}
