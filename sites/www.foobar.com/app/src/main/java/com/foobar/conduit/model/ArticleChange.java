package com.foobar.conduit.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A validated change of an article; null leaves a part as it is, an empty tag list removes all tags. */
public record ArticleChange(
        @Nullable String title,
        @Nullable String description,
        @Nullable String body,
        @Nullable List<String> tagList) {

    public ArticleChange {
        tagList = tagList == null ? null : List.copyOf(tagList);
    }
}
