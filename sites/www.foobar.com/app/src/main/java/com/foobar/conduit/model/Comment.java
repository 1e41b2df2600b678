package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import java.util.List;

/** A comment below an article; its body is plain text. */
@Json
public record Comment(long id, String createdAt, String updatedAt, String body, Profile author) {

    /** {@code {"comment": ...}}. */
    @Json
    public record Envelope(Comment comment) {}

    /** {@code {"comments": [...]}}. */
    @Json
    public record Listing(List<Comment> comments) {}
}
