package dev.tandem.agent.route;

/** Whether a database takes a kind of work; the number is the answer to HAProxy's check. */
public enum Availability {
    YES(200),
    /** It lives and takes none of it: what is under way there may end ({@code http-check disable-on-404}). */
    OTHER(404),
    /** It cannot do anything. */
    NO(503);

    private final int status;

    Availability(int status) {
        this.status = status;
    }

    /** HTTP's status code. */
    public int status() {
        return status;
    }
}
