package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.model.ArticleFilter;
import com.foobar.conduit.model.Page;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.ArticleLists;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.Transactions;

/** Lists of articles: all, by tag, by author, by who favourited them, and the feed of those whom one follows. */
public final class ArticleListResource {

    private final Transactions transactions;
    private final ArticleLists lists;

    public ArticleListResource(Transactions transactions, ArticleLists lists) {
        this.transactions = transactions;
        this.lists = lists;
    }

    public void addTo(Router router) {
        router.add("GET", "/articles", this::list).add("GET", "/articles/feed", this::feed);
    }

    private ApiResponse list(ApiRequest request) {
        ArticleFilter filter =
                new ArticleFilter(request.query("tag"), request.query("author"), request.query("favorited"), null);
        return answer(request.viewer(), filter, request.page());
    }

    private ApiResponse feed(ApiRequest request) {
        Viewer viewer = request.user();
        return answer(viewer, ArticleFilter.feedOf(viewer.id()), request.page());
    }

    private ApiResponse answer(Viewer viewer, ArticleFilter filter, Page page) {
        return ApiResponse.ok(transactions.read(
                viewer, Freshness.SHARED, connection -> lists.page(connection, filter, page, viewer.id())));
    }
}
