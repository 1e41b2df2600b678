package com.foobar.conduit.store;

/** How fresh a read must be; {@link Transactions} says what follows from it. */
public enum Freshness {
    /** A list or a page that many people read: some milliseconds old is as good. */
    SHARED,
    /** One thing that its reader may just have changed. */
    OWN,
    /** What must be decided on the last word, such as a login. */
    LATEST
}
