package com.foobar.conduit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static final Handler LIST = request -> ApiResponse.noContent();
    private static final Handler FEED = request -> ApiResponse.noContent();
    private static final Handler ARTICLE = request -> ApiResponse.noContent();
    private static final Handler COMMENT = request -> ApiResponse.noContent();

    private final Router router = new Router()
            .add("GET", "/articles", LIST)
            .add("GET", "/articles/feed", FEED)
            .add("GET", "/articles/{slug}", ARTICLE)
            .add("DELETE", "/articles/{slug}/comments/{id}", COMMENT);

    @Test
    void parametersAreTakenFromThePath() {
        Router.Match match = router.find("DELETE", "/articles/a-b/comments/7");
        assertThat(match.handler()).isSameAs(COMMENT);
        assertThat(match.parameters()).isEqualTo(Map.of("slug", "a-b", "id", "7"));
    }

    @Test
    void theFirstRouteThatFitsWins() {
        assertThat(router.find("GET", "/articles/feed").handler()).isSameAs(FEED);
        assertThat(router.find("GET", "/articles/feeds").handler()).isSameAs(ARTICLE);
    }

    @Test
    void aPathThatNoRouteHasIsNotFound() {
        for (String path : new String[] {"/", "/other", "/articles/", "/articles//comments/7", "/articles/a/b"}) {
            assertThatThrownBy(() -> router.find("GET", path)).hasMessage("404 {path=[not found]}");
        }
    }

    @Test
    void aMethodThatThePathDoesNotHaveIsToldWithThoseItHas() {
        assertThatThrownBy(() -> router.find("POST", "/articles")).hasMessage("405 {method=[not allowed]}");
        assertThat(router.methods("/articles")).isEqualTo("GET, HEAD");
        assertThat(router.methods("/articles/x/comments/1")).isEqualTo("DELETE");
    }
}
