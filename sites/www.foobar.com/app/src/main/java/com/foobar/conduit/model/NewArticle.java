package com.foobar.conduit.model;

import java.util.List;

/** A validated article that is not stored yet. */
public record NewArticle(String title, String description, String body, List<String> tagList) {

    public NewArticle {
        tagList = List.copyOf(tagList);
    }
}
