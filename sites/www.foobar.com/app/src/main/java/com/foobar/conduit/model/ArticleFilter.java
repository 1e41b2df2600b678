package com.foobar.conduit.model;

import org.jspecify.annotations.Nullable;

/**
 * Which articles a list shows; the conditions add up, null means "any".
 *
 * @param tag a tag's exact name
 * @param author a username
 * @param favorited the username of somebody who favourited them
 * @param followedBy the id of a user who follows their authors
 */
public record ArticleFilter(
        @Nullable String tag,
        @Nullable String author,
        @Nullable String favorited,
        @Nullable Long followedBy) {

    /** The articles of the people whom this user follows. */
    public static ArticleFilter feedOf(long userId) {
        return new ArticleFilter(null, null, null, userId);
    }

    /** Whether every article of the site passes. */
    public boolean matchesAll() {
        return tag == null && author == null && favorited == null && followedBy == null;
    }
}
