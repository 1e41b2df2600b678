package com.foobar.conduit.model;

/** Which part of a list is wanted. */
public record Page(int limit, int offset) {

    public static final int DEFAULT_LIMIT = 20;
    public static final int MAXIMUM_LIMIT = 100;

    public Page {
        if (limit < 1 || limit > MAXIMUM_LIMIT || offset < 0) {
            throw new IllegalArgumentException("no such page: limit " + limit + ", offset " + offset);
        }
    }
}
