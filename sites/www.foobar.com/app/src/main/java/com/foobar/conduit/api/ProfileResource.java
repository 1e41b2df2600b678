package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.model.Profile;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.Profiles;
import com.foobar.conduit.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;

/** Users as others see them, and following them. */
public final class ProfileResource {

    private final Transactions transactions;
    private final Profiles profiles;

    public ProfileResource(Transactions transactions, Profiles profiles) {
        this.transactions = transactions;
        this.profiles = profiles;
    }

    public void addTo(Router router) {
        router.add("GET", "/profiles/{username}", this::show)
                .add("POST", "/profiles/{username}/follow", this::follow)
                .add("DELETE", "/profiles/{username}/follow", this::unfollow);
    }

    private ApiResponse show(ApiRequest request) {
        Viewer viewer = request.viewer();
        String username = request.path("username");
        Profile profile = transactions
                .read(viewer, Freshness.OWN, connection -> profiles.byName(connection, username, viewer.id()))
                .orElseThrow(() -> ApiException.notFound("profile"));
        return ApiResponse.ok(new Profile.Envelope(profile));
    }

    private ApiResponse follow(ApiRequest request) {
        return change(request, (connection, viewer, followedId) -> {
            if (followedId == viewer.id()) {
                throw ApiException.invalid("profile", "can't follow yourself");
            }
            profiles.follow(connection, viewer.id(), followedId);
        });
    }

    private ApiResponse unfollow(ApiRequest request) {
        return change(
                request, (connection, viewer, followedId) -> profiles.unfollow(connection, viewer.id(), followedId));
    }

    private ApiResponse change(ApiRequest request, Change change) {
        Viewer viewer = request.user();
        String username = request.path("username");
        Profile profile = transactions.write(viewer, connection -> {
            long followedId = profiles.idOf(connection, username).orElseThrow(() -> ApiException.notFound("profile"));
            change.apply(connection, viewer, followedId);
            return profiles.byName(connection, username, viewer.id())
                    .orElseThrow(() -> ApiException.notFound("profile"));
        });
        return ApiResponse.ok(new Profile.Envelope(profile)).afterWrite();
    }

    @FunctionalInterface
    private interface Change {
        void apply(Connection connection, Viewer viewer, long followedId) throws SQLException;
    }
}
