package com.foobar.conduit.model;

import org.jspecify.annotations.Nullable;

/** A validated change of the signed-in user; null leaves a part as it is. */
public record UserChange(
        @Nullable String username,
        @Nullable String email,
        @Nullable String passwordHash,
        Clearable bio,
        Clearable image) {

    /**
     * A part that can be left alone, replaced or taken away, which one null cannot tell apart.
     *
     * @param mentioned whether the request named it
     * @param value the new value; null takes it away
     */
    public record Clearable(boolean mentioned, @Nullable String value) {

        /** What holds after the change. */
        public @Nullable String after(@Nullable String before) {
            return mentioned ? value : before;
        }
    }
}
