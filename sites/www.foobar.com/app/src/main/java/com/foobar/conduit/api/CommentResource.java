package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.RequestFields;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.http.TextRule;
import com.foobar.conduit.model.Comment;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.Articles;
import com.foobar.conduit.store.Comments;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Comments below an article. Only who wrote one may delete it. */
public final class CommentResource {

    private final Transactions transactions;
    private final Articles articles;
    private final Comments comments;

    public CommentResource(Transactions transactions, Articles articles, Comments comments) {
        this.transactions = transactions;
        this.articles = articles;
        this.comments = comments;
    }

    public void addTo(Router router) {
        router.add("GET", "/articles/{slug}/comments", this::list)
                .add("POST", "/articles/{slug}/comments", this::create)
                .add("DELETE", "/articles/{slug}/comments/{id}", this::delete);
    }

    private ApiResponse list(ApiRequest request) {
        Viewer viewer = request.viewer();
        String slug = request.path("slug");
        List<Comment> list = transactions.read(
                viewer, Freshness.OWN, connection -> comments.of(connection, articleId(connection, slug), viewer.id()));
        return ApiResponse.ok(new Comment.Listing(list));
    }

    private ApiResponse create(ApiRequest request) {
        Viewer viewer = request.user();
        String slug = request.path("slug");
        RequestFields fields = request.body("comment");
        String body = fields.required("body", TextRule.COMMENT_BODY);
        fields.throwIfInvalid();
        Comment comment = transactions.write(
                viewer, connection -> comments.create(connection, articleId(connection, slug), viewer.id(), body));
        return ApiResponse.created(new Comment.Envelope(comment)).afterWrite();
    }

    private ApiResponse delete(ApiRequest request) {
        Viewer viewer = request.user();
        String slug = request.path("slug");
        long id = id(request.path("id"));
        transactions.write(viewer, connection -> {
            long author = comments.authorOf(connection, articleId(connection, slug), id)
                    .orElseThrow(() -> ApiException.notFound("comment"));
            if (author != viewer.id()) {
                throw ApiException.forbidden("comment");
            }
            comments.delete(connection, id);
            return id;
        });
        return ApiResponse.noContent().afterWrite();
    }

    private long articleId(Connection connection, String slug) throws SQLException {
        return articles.find(connection, slug)
                .orElseThrow(() -> ApiException.notFound("article"))
                .id();
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.notFound("comment");
        }
    }
}
