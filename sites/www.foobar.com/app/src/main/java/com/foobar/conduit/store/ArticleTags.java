package com.foobar.conduit.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tables {@code tags} and {@code article_tags}. */
public final class ArticleTags {

    /** More than anybody reads; it bounds the answer on a site with a million tags. */
    private static final int LISTED = 1_000;

    /** The names of tags that articles have, most used first and, of equals, newest first. */
    public List<String> mostUsed(Connection connection) throws SQLException {
        return Sql.of("SELECT t.name FROM (SELECT tag_id, COUNT(*) AS uses FROM article_tags GROUP BY tag_id"
                        + " ORDER BY uses DESC, tag_id DESC LIMIT ?) top JOIN tags t ON t.id = top.tag_id"
                        + " ORDER BY top.uses DESC, t.id DESC")
                .with(LISTED)
                .list(connection, row -> row.getString(1));
    }

    /** Makes these the tags of an article, in this order. */
    void replace(Connection connection, long articleId, List<String> names) throws SQLException {
        Sql.of("DELETE FROM article_tags WHERE article_id = ?").with(articleId).update(connection);
        add(connection, articleId, names);
    }

    /** Gives an article without tags these, in this order. */
    void add(Connection connection, long articleId, List<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        addMissing(connection, names);
        String marks = Sql.marks(names);
        Sql.of("INSERT INTO article_tags (article_id, tag_id, position) SELECT ?, id, FIELD(name, " + marks
                        + ") FROM tags WHERE name IN (" + marks + ")")
                .with(articleId)
                .withAll(names)
                .withAll(names)
                .update(connection);
    }

    /** The tags of each of these articles; an article without tags is not in the map. */
    Map<Long, List<String>> of(Connection connection, Collection<Long> articleIds) throws SQLException {
        Map<Long, List<String>> tags = new HashMap<>();
        if (!articleIds.isEmpty()) {
            Sql.of(
                            "SELECT l.article_id, t.name FROM article_tags l JOIN tags t ON t.id = l.tag_id WHERE l.article_id IN ("
                                    + Sql.marks(articleIds) + ") ORDER BY l.article_id, l.position")
                    .withAll(articleIds)
                    .list(
                            connection,
                            row -> tags.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                                    .add(row.getString(2)));
        }
        return tags;
    }

    /** Only what is missing is inserted, in one order for all, so that articles with popular tags do not wait for each other. */
    private static void addMissing(Connection connection, List<String> names) throws SQLException {
        TreeSet<String> missing = new TreeSet<>(names);
        missing.removeAll(Sql.of("SELECT name FROM tags WHERE name IN (" + Sql.marks(names) + ")")
                .withAll(names)
                .list(connection, row -> row.getString(1)));
        if (!missing.isEmpty()) {
            String rows = String.join(", ", Collections.nCopies(missing.size(), "(?)"));
            Sql.of("INSERT INTO tags (name) VALUES " + rows + " ON DUPLICATE KEY UPDATE id = id")
                    .withAll(missing)
                    .update(connection);
        }
    }
}
