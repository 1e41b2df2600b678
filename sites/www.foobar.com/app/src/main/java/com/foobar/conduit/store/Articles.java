package com.foobar.conduit.store;

import com.foobar.conduit.model.Article;
import com.foobar.conduit.model.ArticleChange;
import com.foobar.conduit.model.NewArticle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Single articles: the tables {@code articles} and {@code favorites}. */
public final class Articles {

    /** With this many random characters more each time, five collisions in a row mean something else is wrong. */
    private static final int SLUG_ATTEMPTS = 5;

    private final ArticleTags tags;
    private final Slugs slugs;

    public Articles(ArticleTags tags, Slugs slugs) {
        this.tags = tags;
        this.slugs = slugs;
    }

    /** The article as the viewer sees it. */
    public Optional<Article> bySlug(Connection connection, String slug, long viewerId) throws SQLException {
        return Sql.of("SELECT " + ArticleRows.COLUMNS + ", a.body" + ArticleRows.FROM + " WHERE a.slug = ?")
                .with(viewerId, viewerId, slug)
                .first(connection, row -> {
                    long id = row.getLong("id");
                    List<String> tagList = tags.of(connection, Set.of(id)).getOrDefault(id, List.of());
                    return ArticleRows.article(row, tagList);
                });
    }

    /** The row behind a slug, without a lock. */
    public Optional<Key> find(Connection connection, String slug) throws SQLException {
        return key(connection, slug, "");
    }

    /** The row behind a slug, locked until the transaction ends, so that two writers take turns. */
    public Optional<Key> lock(Connection connection, String slug) throws SQLException {
        return key(connection, slug, " FOR UPDATE");
    }

    /** Adds an article and returns its slug. */
    public String create(Connection connection, long authorId, NewArticle article) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            String slug = slugs.of(article.title(), attempt);
            try {
                long id = Sql.of(
                                "INSERT INTO articles (author_id, slug, title, description, body, created_at, updated_at)"
                                        + " VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))")
                        .with(authorId, slug, article.title(), article.description(), article.body())
                        .insert(connection);
                tags.add(connection, id, article.tagList());
                return slug;
            } catch (SQLException e) {
                giveUp(e, attempt);
            }
        }
    }

    /**
     * Changes an article that is locked and returns its slug, which follows the title. The time of the change always rises,
     * even twice within a millisecond.
     */
    public String change(Connection connection, Key key, ArticleChange change) throws SQLException {
        String title = Objects.requireNonNullElse(change.title(), key.title());
        if (change.tagList() != null) {
            tags.replace(connection, key.id(), change.tagList());
        }
        for (int attempt = 0; ; attempt++) {
            String slug = title.equals(key.title()) ? key.slug() : slugs.of(title, attempt);
            try {
                Sql.of("UPDATE articles SET slug = ?, title = ?, description = COALESCE(?, description),"
                                + " body = COALESCE(?, body),"
                                + " updated_at = GREATEST(UTC_TIMESTAMP(3), updated_at + INTERVAL 1000 MICROSECOND)"
                                + " WHERE id = ?")
                        .with(slug, title, change.description(), change.body(), key.id())
                        .update(connection);
                return slug;
            } catch (SQLException e) {
                giveUp(e, attempt);
            }
        }
    }

    /** Deletes an article with its comments, favourites and tag links. */
    public void delete(Connection connection, Key key) throws SQLException {
        Sql.of("DELETE FROM articles WHERE id = ?").with(key.id()).update(connection);
    }

    /** Favourites an article that is locked; twice is once. */
    public void favorite(Connection connection, Key key, long userId) throws SQLException {
        int added = Sql.of("INSERT INTO favorites (user_id, article_id) SELECT ?, ? FROM DUAL WHERE NOT EXISTS"
                        + " (SELECT 1 FROM favorites WHERE user_id = ? AND article_id = ?)")
                .with(userId, key.id(), userId, key.id())
                .update(connection);
        countFavorites(connection, key, added);
    }

    /** Takes the favourite away, if there is one, from an article that is locked. */
    public void unfavorite(Connection connection, Key key, long userId) throws SQLException {
        int removed = Sql.of("DELETE FROM favorites WHERE user_id = ? AND article_id = ?")
                .with(userId, key.id())
                .update(connection);
        countFavorites(connection, key, -removed);
    }

    private static void countFavorites(Connection connection, Key key, int difference) throws SQLException {
        if (difference != 0) {
            Sql.of("UPDATE articles SET favorites_count = favorites_count + ? WHERE id = ?")
                    .with(difference, key.id())
                    .update(connection);
        }
    }

    private static Optional<Key> key(Connection connection, String slug, String lock) throws SQLException {
        return Sql.of("SELECT id, author_id, slug, title FROM articles WHERE slug = ?" + lock)
                .with(slug)
                .first(
                        connection,
                        row -> new Key(
                                row.getLong("id"),
                                row.getLong("author_id"),
                                row.getString("slug"),
                                row.getString("title")));
    }

    private static void giveUp(SQLException failure, int attempt) throws SQLException {
        if (!SqlFailures.isDuplicate(failure) || attempt + 1 == SLUG_ATTEMPTS) {
            throw failure;
        }
    }

    /** What a write needs to know of an article. */
    public record Key(long id, long authorId, String slug, String title) {}
}
