package com.foobar.conduit.store;

/** The viewer's token was signed by us but is no longer good: the password changed since, or the user is gone. */
public final class SessionEndedException extends RuntimeException {

    public SessionEndedException() {
        super("the session has ended");
    }
}
