package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * An article with its body.
 *
 * @param body Markdown, exactly as the author wrote it
 * @param tagList in the author's order
 * @param createdAt ISO 8601 in UTC with milliseconds, as is {@code updatedAt}
 * @param favorited whether the viewer favourited it
 */
@Json
public record Article(
        String slug,
        String title,
        String description,
        String body,
        List<String> tagList,
        String createdAt,
        String updatedAt,
        boolean favorited,
        long favoritesCount,
        Profile author) {

    /** {@code {"article": ...}}. */
    @Json
    public record Envelope(Article article) {}
}
