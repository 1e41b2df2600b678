package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A user as everybody sees them.
 *
 * @param following whether the viewer follows them; false for a viewer who is not signed in
 */
@Json
public record Profile(
        String username, @Nullable String bio, @Nullable String image, boolean following) {

    /** {@code {"profile": ...}}. */
    @Json
    public record Envelope(Profile profile) {}
}
