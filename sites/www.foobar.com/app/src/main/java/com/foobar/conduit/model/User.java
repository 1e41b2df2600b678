package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** The signed-in user as only they see it: with the address and a fresh token. */
@Json
public record User(
        String email,
        String token,
        String username,
        @Nullable String bio,
        @Nullable String image) {

    /** {@code {"user": ...}}. */
    @Json
    public record Envelope(User user) {}
}
