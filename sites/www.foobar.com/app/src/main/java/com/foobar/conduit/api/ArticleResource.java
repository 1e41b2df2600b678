package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.RequestFields;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.http.TextRule;
import com.foobar.conduit.model.Article;
import com.foobar.conduit.model.ArticleChange;
import com.foobar.conduit.model.NewArticle;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.Articles;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One article: read, write, edit, delete, favourite. Only its author may edit and delete it. */
public final class ArticleResource {

    private final Transactions transactions;
    private final Articles articles;

    public ArticleResource(Transactions transactions, Articles articles) {
        this.transactions = transactions;
        this.articles = articles;
    }

    public void addTo(Router router) {
        router.add("POST", "/articles", this::create)
                .add("GET", "/articles/{slug}", this::show)
                .add("PUT", "/articles/{slug}", this::change)
                .add("DELETE", "/articles/{slug}", this::delete)
                .add("POST", "/articles/{slug}/favorite", this::favorite)
                .add("DELETE", "/articles/{slug}/favorite", this::unfavorite);
    }

    private ApiResponse show(ApiRequest request) {
        Viewer viewer = request.viewer();
        String slug = request.path("slug");
        Article article = transactions.read(
                viewer, Freshness.OWN, connection -> found(articles.bySlug(connection, slug, viewer.id())));
        return ApiResponse.ok(new Article.Envelope(article));
    }

    private ApiResponse create(ApiRequest request) {
        Viewer viewer = request.user();
        RequestFields fields = request.body("article");
        String title = fields.required("title", TextRule.TITLE);
        String description = fields.required("description", TextRule.DESCRIPTION);
        String body = fields.required("body", TextRule.ARTICLE_BODY);
        List<String> tags = fields.tags("tagList");
        fields.throwIfInvalid();
        NewArticle draft = new NewArticle(title, description, body, Objects.requireNonNullElse(tags, List.of()));
        Article article = transactions.write(viewer, connection -> {
            String slug = articles.create(connection, viewer.id(), draft);
            return found(articles.bySlug(connection, slug, viewer.id()));
        });
        return ApiResponse.created(new Article.Envelope(article)).afterWrite();
    }

    private ApiResponse change(ApiRequest request) {
        Viewer viewer = request.user();
        RequestFields fields = request.body("article");
        ArticleChange change = new ArticleChange(
                fields.optional("title", TextRule.TITLE),
                fields.optional("description", TextRule.DESCRIPTION),
                fields.optional("body", TextRule.ARTICLE_BODY),
                fields.tags("tagList"));
        fields.throwIfInvalid();
        return answer(request, viewer, (connection, key) -> {
            requireAuthor(viewer, key);
            return articles.change(connection, key, change);
        });
    }

    private ApiResponse delete(ApiRequest request) {
        Viewer viewer = request.user();
        String slug = request.path("slug");
        transactions.write(viewer, connection -> {
            Articles.Key key = found(articles.lock(connection, slug));
            requireAuthor(viewer, key);
            articles.delete(connection, key);
            return key;
        });
        return ApiResponse.noContent().afterWrite();
    }

    private ApiResponse favorite(ApiRequest request) {
        Viewer viewer = request.user();
        return answer(request, viewer, (connection, key) -> {
            articles.favorite(connection, key, viewer.id());
            return key.slug();
        });
    }

    private ApiResponse unfavorite(ApiRequest request) {
        Viewer viewer = request.user();
        return answer(request, viewer, (connection, key) -> {
            articles.unfavorite(connection, key, viewer.id());
            return key.slug();
        });
    }

    /** Changes the article of the path under its lock and answers with what it is afterwards. */
    private ApiResponse answer(ApiRequest request, Viewer viewer, Change change) {
        String slug = request.path("slug");
        Article article = transactions.write(viewer, connection -> {
            String slugAfter = change.apply(connection, found(articles.lock(connection, slug)));
            return found(articles.bySlug(connection, slugAfter, viewer.id()));
        });
        return ApiResponse.ok(new Article.Envelope(article)).afterWrite();
    }

    private static void requireAuthor(Viewer viewer, Articles.Key key) {
        if (key.authorId() != viewer.id()) {
            throw ApiException.forbidden("article");
        }
    }

    private static <T> T found(Optional<T> article) {
        return article.orElseThrow(() -> ApiException.notFound("article"));
    }

    /** Returns the slug afterwards. */
    @FunctionalInterface
    private interface Change {
        String apply(Connection connection, Articles.Key key) throws SQLException;
    }
}
