package com.foobar.conduit.store;

import com.foobar.conduit.model.User;
import org.jspecify.annotations.Nullable;

/** A user's row. */
public record Account(
        long id,
        String username,
        String email,
        String passwordHash,
        int tokenVersion,
        @Nullable String bio,
        @Nullable String image) {

    /** What the user sees of it, with a token. */
    public User withToken(String token) {
        return new User(email, token, username, bio, image);
    }
}
