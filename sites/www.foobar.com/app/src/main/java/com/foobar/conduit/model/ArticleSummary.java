package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import java.util.List;

/** An article in a list: as {@link Article}, without the body. */
@Json
public record ArticleSummary(
        String slug,
        String title,
        String description,
        List<String> tagList,
        String createdAt,
        String updatedAt,
        boolean favorited,
        long favoritesCount,
        Profile author) {

    /**
     * One page of a list.
     *
     * @param articlesCount how many articles the whole list has, not this page
     */
    @Json
    public record Page(List<ArticleSummary> articles, long articlesCount) {}
}
