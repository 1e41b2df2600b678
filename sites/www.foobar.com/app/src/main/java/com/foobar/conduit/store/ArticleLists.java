package com.foobar.conduit.store;

import com.foobar.conduit.model.ArticleFilter;
import com.foobar.conduit.model.ArticleSummary;
import com.foobar.conduit.model.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lists of articles, newest first, in four statements whatever their length: how many there are, the page's ids, its tags, its
 * rows with their authors.
 */
public final class ArticleLists {

    private final ArticleTags tags;
    private final Cached<Long> siteTotal;

    /**
     * Lists that share one total.
     *
     * @param siteTotal keeps the number of all articles, which is the one count that no filter makes small
     */
    public ArticleLists(ArticleTags tags, Cached<Long> siteTotal) {
        this.tags = tags;
        this.siteTotal = siteTotal;
    }

    /** One page of the articles that pass, as the viewer sees them. */
    public ArticleSummary.Page page(Connection connection, ArticleFilter filter, Page page, long viewerId)
            throws SQLException {
        Conditions conditions = Conditions.of(filter);
        long total =
                filter.matchesAll() ? siteTotal.get(() -> conditions.count(connection)) : conditions.count(connection);
        List<ArticleSummary> articles = total == 0 ? List.of() : read(connection, conditions, page, viewerId);
        // The kept total may be a second old; a page never shows more articles than the list has.
        long seen = articles.isEmpty() ? 0 : page.offset() + (long) articles.size();
        return new ArticleSummary.Page(articles, Math.max(total, seen));
    }

    private List<ArticleSummary> read(Connection connection, Conditions conditions, Page page, long viewerId)
            throws SQLException {
        List<Long> ids = conditions.ids(connection, page);
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Long, List<String>> tagLists = tags.of(connection, ids);
        return Sql.of("SELECT " + ArticleRows.COLUMNS + ArticleRows.FROM + " WHERE a.id IN (" + Sql.marks(ids)
                        + ") ORDER BY a.id DESC")
                .with(viewerId, viewerId)
                .withAll(ids)
                .list(connection, row -> ArticleRows.summary(row, tagLists.getOrDefault(row.getLong("id"), List.of())));
    }

    /** A filter as SQL. */
    private record Conditions(String fromAndWhere, List<Object> values) {

        static Conditions of(ArticleFilter filter) {
            StringBuilder from = new StringBuilder(" FROM articles a");
            List<String> where = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            if (filter.tag() != null) {
                from.append(" JOIN article_tags l ON l.article_id = a.id JOIN tags t ON t.id = l.tag_id");
                where.add("t.name = ?");
                values.add(filter.tag());
            }
            if (filter.author() != null) {
                from.append(" JOIN users u ON u.id = a.author_id");
                where.add("u.username = ?");
                values.add(filter.author());
            }
            if (filter.favorited() != null) {
                from.append(" JOIN favorites f ON f.article_id = a.id JOIN users fu ON fu.id = f.user_id");
                where.add("fu.username = ?");
                values.add(filter.favorited());
            }
            if (filter.followedBy() != null) {
                from.append(" JOIN follows w ON w.followed_id = a.author_id");
                where.add("w.follower_id = ?");
                values.add(filter.followedBy());
            }
            return new Conditions(from + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where)), values);
        }

        long count(Connection connection) throws SQLException {
            return Sql.of("SELECT COUNT(*)" + fromAndWhere)
                    .withAll(values)
                    .first(connection, row -> row.getLong(1))
                    .orElse(0L);
        }

        /** Ids first, so that only the page's own rows are read in full however far it is from the start. */
        List<Long> ids(Connection connection, Page page) throws SQLException {
            return Sql.of("SELECT a.id" + fromAndWhere + " ORDER BY a.id DESC LIMIT ? OFFSET ?")
                    .withAll(values)
                    .with(page.limit(), page.offset())
                    .list(connection, row -> row.getLong(1));
        }
    }
}
