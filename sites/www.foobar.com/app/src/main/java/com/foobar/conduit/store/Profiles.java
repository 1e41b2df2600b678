package com.foobar.conduit.store;

import com.foobar.conduit.model.Profile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Users as everybody sees them, and the table {@code follows}. */
public final class Profiles {

    /** Columns and one value, the viewer's id, for queries that join {@code users u}. */
    static final String COLUMNS = "u.username, u.bio, u.image, EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ?"
            + " AND w.followed_id = u.id) AS following";

    /** The profile of a name, in any case. */
    public Optional<Profile> byName(Connection connection, String username, long viewerId) throws SQLException {
        return Sql.of("SELECT " + COLUMNS + " FROM users u WHERE u.username = ?")
                .with(viewerId, username)
                .first(connection, Profiles::read);
    }

    /** The id of a name, in any case. */
    public Optional<Long> idOf(Connection connection, String username) throws SQLException {
        return Sql.of("SELECT id FROM users WHERE username = ?")
                .with(username)
                .first(connection, row -> row.getLong(1));
    }

    /** Follows; following twice is following. */
    public void follow(Connection connection, long followerId, long followedId) throws SQLException {
        Sql.of(
                        "INSERT INTO follows (follower_id, followed_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE followed_id = followed_id")
                .with(followerId, followedId)
                .update(connection);
    }

    public void unfollow(Connection connection, long followerId, long followedId) throws SQLException {
        Sql.of("DELETE FROM follows WHERE follower_id = ? AND followed_id = ?")
                .with(followerId, followedId)
                .update(connection);
    }

    static Profile read(ResultSet row) throws SQLException {
        return new Profile(
                row.getString("username"), row.getString("bio"), row.getString("image"), row.getBoolean("following"));
    }
}
