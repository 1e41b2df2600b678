package com.foobar.conduit;

import com.foobar.conduit.api.ArticleListResource;
import com.foobar.conduit.api.ArticleResource;
import com.foobar.conduit.api.CommentResource;
import com.foobar.conduit.api.HealthResource;
import com.foobar.conduit.api.ProfileResource;
import com.foobar.conduit.api.TagResource;
import com.foobar.conduit.api.UserResource;
import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.Json;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.model.Errors;
import com.foobar.conduit.security.Guesses;
import com.foobar.conduit.security.HashingLine;
import com.foobar.conduit.security.Passwords;
import com.foobar.conduit.security.SigningKey;
import com.foobar.conduit.security.Tokens;
import com.foobar.conduit.security.WriteMark;
import com.foobar.conduit.store.ArticleLists;
import com.foobar.conduit.store.ArticleTags;
import com.foobar.conduit.store.Articles;
import com.foobar.conduit.store.Cached;
import com.foobar.conduit.store.Comments;
import com.foobar.conduit.store.DatabaseProbe;
import com.foobar.conduit.store.Profiles;
import com.foobar.conduit.store.Slugs;
import com.foobar.conduit.store.Transactions;
import com.foobar.conduit.store.Users;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * Everything below {@code /api}: puts the application together at start, then answers each request by its route.
 *
 * <p>It starts only with a usable {@code JWT_SECRET} in the environment and a DataSource at {@code
 * java:comp/env/jdbc/site}; it does start without a database that answers, and serves again as soon as one does.
 */
public final class ConduitServlet extends HttpServlet {

    private static final String DATA_SOURCE = "java:comp/env/jdbc/site";
    private static final String SECRET = "JWT_SECRET";
    private static final String OTHER_SECRET = "JWT_SECRET_PREVIOUS";

    /** How old the kept total of all articles and list of tags may be. */
    private static final Duration COUNTS_KEPT = Duration.ofSeconds(1);

    private final Json json = new Json();
    private final Router router = new Router();
    private final Failures failures = new Failures();

    @SuppressWarnings("NullAway.Init") // the container calls init() before the first request
    private ApiRequest.Readers readers;

    @Override
    public void init() throws ServletException {
        SigningKey key = signingKey();
        InstantSource clock = InstantSource.system();
        Tokens tokens = new Tokens(key, clock);
        readers = new ApiRequest.Readers(json, tokens, new WriteMark(key, clock));
        DataSource dataSource = dataSource();
        addRoutes(new Transactions(dataSource), tokens);
    }

    private void addRoutes(Transactions transactions, Tokens tokens) {
        Guesses guesses = new Guesses(System::nanoTime);
        HashingLine line =
                new HashingLine(Math.max(2, Runtime.getRuntime().availableProcessors()), HashingLine.PATIENCE);
        Passwords passwords = new Passwords(line, guesses);
        ArticleTags tags = new ArticleTags();
        Articles articles = new Articles(tags, new Slugs(new SecureRandom()));
        ArticleLists lists = new ArticleLists(tags, new Cached<>(COUNTS_KEPT, System::nanoTime));
        DatabaseProbe probe = new DatabaseProbe(
                DatabaseProbe.of(transactions),
                question -> Thread.ofVirtual().name("database-probe").start(question),
                System::nanoTime);
        new HealthResource(probe).addTo(router);
        new UserResource(transactions, new Users(), passwords, guesses, tokens).addTo(router);
        new ProfileResource(transactions, new Profiles()).addTo(router);
        // Lists before single articles: /articles/feed is no slug.
        new ArticleListResource(transactions, lists).addTo(router);
        new ArticleResource(transactions, articles).addTo(router);
        new CommentResource(transactions, articles, new Comments()).addTo(router);
        new TagResource(transactions, tags, new Cached<>(COUNTS_KEPT, System::nanoTime)).addTo(router);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Objects.requireNonNullElse(request.getPathInfo(), "/");
        ApiResponse answer;
        try {
            answer = answer(request, path);
        } catch (RuntimeException e) {
            ApiException failure = failures.asAnswer(e, request);
            answer = new ApiResponse(failure.status(), new Errors(failure.errors()), false);
            addHeaders(response, failure.status(), path);
        }
        send(answer, request, response);
    }

    private ApiResponse answer(HttpServletRequest request, String path) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Router.Match match = router.find(method, path);
        return match.handler().handle(new ApiRequest(request, match.parameters(), readers));
    }

    private void addHeaders(HttpServletResponse response, int status, String path) {
        switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED -> response.setHeader("WWW-Authenticate", "Token");
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> response.setHeader("Allow", router.methods(path));
            case ApiException.TOO_MANY -> response.setHeader("Retry-After", Long.toString(Guesses.WINDOW.toSeconds()));
            case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> response.setHeader("Retry-After", "1");
            default -> {}
        }
    }

    private void send(ApiResponse answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        // Should a browser ever show an answer as a page, that page may do nothing, and nobody may frame it.
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (answer.wrote()) {
            response.addCookie(writeMark(request));
        }
        if (answer.body() != null) {
            byte[] bytes = json.write(answer.body());
            response.setContentType("application/json;charset=utf-8");
            response.setContentLength(bytes.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(bytes);
            }
        }
    }

    private Cookie writeMark(HttpServletRequest request) {
        Cookie cookie = new Cookie(WriteMark.COOKIE, readers.writeMark().now());
        cookie.setPath(request.getContextPath() + request.getServletPath());
        cookie.setMaxAge((int) WriteMark.LIFETIME.toSeconds());
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }

    private static SigningKey signingKey() throws ServletException {
        String secret = System.getenv(SECRET);
        if (secret == null) {
            throw new ServletException(
                    "%s is not in the environment; it signs the users' tokens and needs at least %d bytes"
                            .formatted(SECRET, SigningKey.MINIMUM_BYTES));
        }
        try {
            return new SigningKey(secret, Optional.ofNullable(System.getenv(OTHER_SECRET)));
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    @SuppressWarnings("BanJNDI") // a constant name in the container's own space
    private static DataSource dataSource() throws ServletException {
        try {
            return (DataSource) new InitialContext().lookup(DATA_SOURCE);
        } catch (NamingException e) {
            throw new ServletException("no DataSource at " + DATA_SOURCE + "; the container must bind jdbc/site", e);
        }
    }
}
