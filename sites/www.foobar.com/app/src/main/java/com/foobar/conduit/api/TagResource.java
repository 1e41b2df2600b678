package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.model.TagList;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.ArticleTags;
import com.foobar.conduit.store.Cached;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.Transactions;
import java.util.List;

/**
 * The site's tags. Counting them reads every link between article and tag, so the answer is kept for a moment; who just
 * wrote something gets a new one.
 */
public final class TagResource {

    private final Transactions transactions;
    private final ArticleTags tags;
    private final Cached<List<String>> mostUsed;

    public TagResource(Transactions transactions, ArticleTags tags, Cached<List<String>> mostUsed) {
        this.transactions = transactions;
        this.tags = tags;
        this.mostUsed = mostUsed;
    }

    public void addTo(Router router) {
        router.add("GET", "/tags", this::list);
    }

    private ApiResponse list(ApiRequest request) {
        Viewer viewer = request.viewer();
        List<String> names = transactions.read(
                viewer,
                Freshness.SHARED,
                connection -> viewer.wroteRecently()
                        ? mostUsed.refresh(() -> tags.mostUsed(connection))
                        : mostUsed.get(() -> tags.mostUsed(connection)));
        return ApiResponse.ok(new TagList(names));
    }
}
