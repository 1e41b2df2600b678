package dev.tandem.runner.gate;

import dev.tandem.runner.gate.Place.Kind;

/**
 * Who may come in. Requests, which compute, and streams, which mostly wait, have places of their own, so that neither can take the
 * others'; both are shared out by {@link Shares}' rule. Every request begins with a place among requests, whatever it calls itself, and becomes
 * a stream when it is seen to be one. One that says at the door that it will be (an {@code EventSource} of a browser does) needs a place there
 * from the beginning, so that it is refused before the application has begun.
 *
 * <p>The site's own questions find some places that nobody else gets: a server that is full is not ill, and must not be taken for it.
 *
 * <p>Safe for many threads; nobody waits in it but for the few instructions of somebody else's entry.
 */
final class Admission {
    /** Two balancers ask each second, an apply now and then; with a second's time-out that is five. */
    static final int RESERVED = 16;

    private final Shares requests;
    private final Shares streams;
    private int reserved;

    Admission(Limits limits) {
        this.requests = new Shares(limits.requests());
        this.streams = new Shares(limits.streams());
    }

    /** @param announced whether it says that it will be a stream */
    synchronized Entry enter(Source source, boolean announced) {
        if (source instanceof Source.Site && reserved < RESERVED) {
            reserved++;
            return new Entry.Admitted(new Place(this, source, Kind.RESERVED));
        }
        if (!requests.take(source)) {
            return refused("requests", requests, source);
        }
        if (!announced) {
            return new Entry.Admitted(new Place(this, source, Kind.REQUEST));
        }
        if (!streams.take(source)) {
            requests.giveBack(source);
            return refused("streams", streams, source);
        }
        return new Entry.Admitted(new Place(this, source, Kind.REQUEST_AND_STREAM));
    }

    private static Entry refused(String places, Shares shares, Source source) {
        return new Entry.Refused(places, source, shares.held(source), shares.free(), shares.places());
    }

    synchronized void becomesStream(Place place) {
        switch (place.kind()) {
            case REQUEST -> {
                if (streams.take(place.source())) {
                    requests.giveBack(place.source());
                    place.become(Kind.STREAM);
                }
            }
            case REQUEST_AND_STREAM -> {
                requests.giveBack(place.source());
                place.become(Kind.STREAM);
            }
            case RESERVED, STREAM, NONE -> {}
        }
    }

    synchronized void leave(Place place) {
        switch (place.kind()) {
            case RESERVED -> reserved--;
            case REQUEST -> requests.giveBack(place.source());
            case REQUEST_AND_STREAM -> {
                requests.giveBack(place.source());
                streams.giveBack(place.source());
            }
            case STREAM -> streams.giveBack(place.source());
            case NONE -> {}
        }
        place.become(Kind.NONE);
    }

    /** Places among requests that are taken now, without the site's own questions. */
    synchronized int requests() {
        return requests.taken();
    }

    /** Places among streams that are taken now. */
    synchronized int streams() {
        return streams.taken();
    }
}
