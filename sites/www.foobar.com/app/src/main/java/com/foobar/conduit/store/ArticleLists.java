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

    /**
     * A filter as SQL: only the tables that it needs, and the article's id out of the one whose index has these articles in
     * order.
     */
    private record Conditions(String id, String fromAndWhere, List<Object> values) {

        static Conditions of(ArticleFilter filter) {
            Builder query = new Builder();
            if (filter.tag() != null) {
                query.table("article_tags l", "l.article_id").join("tags t ON t.id = l.tag_id");
                query.where("t.name = ?", filter.tag());
            }
            if (filter.favorited() != null) {
                query.table("favorites f", "f.article_id").join("users fan ON fan.id = f.user_id");
                query.where("fan.username = ?", filter.favorited());
            }
            if (filter.author() != null || filter.followedBy() != null || query.id.isEmpty()) {
                query.table("articles a", "a.id");
            }
            if (filter.author() != null) {
                query.join("users u ON u.id = a.author_id").where("u.username = ?", filter.author());
            }
            if (filter.followedBy() != null) {
                query.join("follows w ON w.followed_id = a.author_id").where("w.follower_id = ?", filter.followedBy());
            }
            return query.build();
        }

        long count(Connection connection) throws SQLException {
            return Sql.of("SELECT COUNT(*)" + fromAndWhere)
                    .withAll(values)
                    .first(connection, row -> row.getLong(1))
                    .orElse(0L);
        }

        /** Ids first, so that only the page's own rows are read in full however far it is from the start. */
        List<Long> ids(Connection connection, Page page) throws SQLException {
            return Sql.of("SELECT " + id + fromAndWhere + " ORDER BY " + id + " DESC LIMIT ? OFFSET ?")
                    .withAll(values)
                    .with(page.limit(), page.offset())
                    .list(connection, row -> row.getLong(1));
        }

        private static final class Builder {

            private String id = "";
            private final StringBuilder from = new StringBuilder();
            private final List<String> where = new ArrayList<>();
            private final List<Object> values = new ArrayList<>();

            /** Adds a table that knows articles by this column. */
            Builder table(String table, String column) {
                if (id.isEmpty()) {
                    id = column;
                    from.append(" FROM ").append(table);
                    return this;
                }
                return join(table + " ON " + column + " = " + id);
            }

            Builder join(String tableOnCondition) {
                from.append(" JOIN ").append(tableOnCondition);
                return this;
            }

            Builder where(String condition, Object value) {
                where.add(condition);
                values.add(value);
                return this;
            }

            Conditions build() {
                return new Conditions(
                        id, from + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where)), values);
            }
        }
    }
}
