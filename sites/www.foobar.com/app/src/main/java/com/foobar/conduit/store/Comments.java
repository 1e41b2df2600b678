package com.foobar.conduit.store;

import com.foobar.conduit.model.Comment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table {@code comments}. */
public final class Comments {

    /**
     * The API has no pages for comments; this bounds the answer. With 500, of ten thousand characters each, thirty questions at a time took
     * all memory of two servers.
     */
    private static final int LISTED = 50;

    private static final String SELECT = "SELECT c.id, c.body, c.created_at, c.updated_at, " + Profiles.COLUMNS
            + " FROM comments c JOIN users u ON u.id = c.author_id WHERE ";

    /** The newest comments below an article, newest first. */
    public List<Comment> of(Connection connection, long articleId, long viewerId) throws SQLException {
        return Sql.of(SELECT + "c.article_id = ? ORDER BY c.id DESC LIMIT ?")
                .with(viewerId, articleId, LISTED)
                .list(connection, Comments::read);
    }

    /** Adds a comment. */
    public Comment create(Connection connection, long articleId, long authorId, String body) throws SQLException {
        long id = Sql.of("INSERT INTO comments (article_id, author_id, body, created_at, updated_at)"
                        + " VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))")
                .with(articleId, authorId, body)
                .insert(connection);
        return Sql.of(SELECT + "c.id = ?")
                .with(authorId, id)
                .first(connection, Comments::read)
                .orElseThrow(() -> new SQLException("the comment that was just inserted is not there"));
    }

    /** Who wrote a comment below an article. */
    public Optional<Long> authorOf(Connection connection, long articleId, long commentId) throws SQLException {
        return Sql.of("SELECT author_id FROM comments WHERE id = ? AND article_id = ?")
                .with(commentId, articleId)
                .first(connection, row -> row.getLong(1));
    }

    public void delete(Connection connection, long commentId) throws SQLException {
        Sql.of("DELETE FROM comments WHERE id = ?").with(commentId).update(connection);
    }

    private static Comment read(ResultSet row) throws SQLException {
        return new Comment(
                row.getLong("id"),
                Times.read(row, "created_at"),
                Times.read(row, "updated_at"),
                row.getString("body"),
                Profiles.read(row));
    }
}
