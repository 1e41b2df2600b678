package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.model.Health;
import com.foobar.conduit.store.DatabaseProbe;
import java.util.Locale;

/**
 * Whether this application serves. It answers 200 whenever it can answer: the database's state is told, but a failover of
 * the database must not make the balancer take away pages that need no database.
 */
public final class HealthResource {

    private final DatabaseProbe probe;

    public HealthResource(DatabaseProbe probe) {
        this.probe = probe;
    }

    public void addTo(Router router) {
        router.add("GET", "/health", this::show);
    }

    private ApiResponse show(ApiRequest request) {
        String state = probe.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return ApiResponse.ok(new Health("up", state));
    }
}
