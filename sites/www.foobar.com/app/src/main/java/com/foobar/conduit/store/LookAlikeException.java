package com.foobar.conduit.store;

/** A name that somebody wants instead of the present one looks like another one. */
public final class LookAlikeException extends RuntimeException {

    /** Says what is wrong with it, as {@link com.foobar.conduit.model.LookAlikes} has it. */
    LookAlikeException(String problem) {
        super(problem);
    }
}
