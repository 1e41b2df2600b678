package dev.tandem.runner.gate;

/** What one request holds at the gate, from its beginning to its end. Safe for many threads. */
final class Place {
    /** Which places those are. */
    enum Kind {
        /** One of those that are kept for the site's own questions. */
        RESERVED,
        REQUEST,
        /** It said at the door that it would be a stream, and is still a request. */
        REQUEST_AND_STREAM,
        STREAM,
        NONE
    }

    private final Admission admission;
    private final Source source;

    /** Changed by {@link Admission} alone, one thread at a time; {@code NONE} and {@code STREAM} may be read by others without asking. */
    private volatile Kind kind;

    Place(Admission admission, Source source, Kind kind) {
        this.admission = admission;
        this.source = source;
        this.kind = kind;
    }

    /**
     * From now on it takes no thread of its own, or only waits for what it has to say: its place among requests is free again. Where all
     * places for streams are taken, or its source has its share of them, it keeps the one that it has. May be said again, and too late.
     */
    void becomesStream() {
        if (kind == Kind.REQUEST || kind == Kind.REQUEST_AND_STREAM) {
            admission.becomesStream(this);
        }
    }

    /** The request has ended. May be said again. */
    void leave() {
        admission.leave(this);
    }

    Source source() {
        return source;
    }

    Kind kind() {
        return kind;
    }

    void become(Kind next) {
        kind = next;
    }
}
