package com.foobar.conduit.store;

import java.util.List;

/** Somebody else has this name or address already. */
public final class TakenException extends RuntimeException {

    private final List<String> fields;

    /**
     * Says what is taken.
     *
     * @param fields {@code username}, {@code email} or both
     */
    TakenException(List<String> fields) {
        super(fields + " already taken");
        this.fields = List.copyOf(fields);
    }

    public List<String> fields() {
        return fields;
    }
}
