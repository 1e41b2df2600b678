package com.foobar.conduit.security;

/**
 * Who sends a request.
 *
 * @param id the user's id, or {@value #NOBODY} when nobody is signed in
 * @param tokenVersion the version in the token; a user's older tokens end when the password changes
 * @param wroteRecently whether this client changed something in the last seconds and must see it; see {@link WriteMark}
 */
public record Viewer(long id, int tokenVersion, boolean wroteRecently) {

    /** No user has this id, so queries may compare with it. */
    public static final long NOBODY = 0;

    /** Somebody who is not signed in. */
    public static Viewer anonymous(boolean wroteRecently) {
        return new Viewer(NOBODY, 0, wroteRecently);
    }

    public boolean signedIn() {
        return id != NOBODY;
    }
}
