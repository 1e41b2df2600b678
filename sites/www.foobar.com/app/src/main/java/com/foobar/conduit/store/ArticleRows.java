package com.foobar.conduit.store;

import com.foobar.conduit.model.Article;
import com.foobar.conduit.model.ArticleSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What queries for articles have in common. */
final class ArticleRows {

    /** Columns and two values, both the viewer's id. */
    static final String COLUMNS = "a.id, a.slug, a.title, a.description, a.favorites_count, a.created_at, a.updated_at,"
            + " EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = ? AND f.article_id = a.id) AS favorited, "
            + Profiles.COLUMNS;

    static final String FROM = " FROM articles a JOIN users u ON u.id = a.author_id";

    private ArticleRows() {}

    static Article article(ResultSet row, List<String> tagList) throws SQLException {
        return new Article(
                row.getString("slug"),
                row.getString("title"),
                row.getString("description"),
                row.getString("body"),
                tagList,
                Times.read(row, "created_at"),
                Times.read(row, "updated_at"),
                row.getBoolean("favorited"),
                row.getLong("favorites_count"),
                Profiles.read(row));
    }

    static ArticleSummary summary(ResultSet row, List<String> tagList) throws SQLException {
        return new ArticleSummary(
                row.getString("slug"),
                row.getString("title"),
                row.getString("description"),
                tagList,
                Times.read(row, "created_at"),
                Times.read(row, "updated_at"),
                row.getBoolean("favorited"),
                row.getLong("favorites_count"),
                Profiles.read(row));
    }
}
