package dev.tandem.runner.server;

import dev.tandem.routing.Causality;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets each client read its own writes although reads go to a replica: binds a {@link Causality} for the request, and after a request
 * that wrote has the client carry the position as a cookie, to whichever server it goes next.
 *
 * <p>The cookie is as short-lived as a replica's lag. What a client makes of it cannot fail anything, see {@link Causality#of}. What is
 * written after the answer's head has left, or on other threads than the request's, is not told to the client. Safe for many threads.
 */
final class OwnWrites extends Handler.Wrapper {
    /** Its value is {@link Causality#token()}. */
    static final String COOKIE = "tandem_wrote";

    /** Much longer than a replica is behind; {@code /replica} of the database's agent takes one out that is. */
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Causality causality = causality(request);
        request.addHttpStreamWrapper(stream -> new Marking(stream, causality, request.isSecure()));
        return causality.run(() -> super.handle(request, response, callback));
    }

    private static Causality causality(Request request) {
        if (!request.getHeaders().contains(HttpHeader.COOKIE)) {
            return Causality.unknown();
        }
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .findFirst()
                .map(HttpCookie::getValue)
                .map(Causality::of)
                .orElseGet(Causality::unknown);
    }

    /** Adds the cookie at the last moment before the answer's head leaves. */
    private static final class Marking extends HttpStream.Wrapper {
        private final Causality causality;
        private final boolean secure;

        Marking(HttpStream stream, Causality causality, boolean secure) {
            super(stream);
            this.causality = causality;
            this.secure = secure;
        }

        @Override
        public void prepareResponse(HttpFields.Mutable headers) {
            causality.token().ifPresent(token -> headers.add(new HttpField(HttpHeader.SET_COOKIE, cookie(token))));
            super.prepareResponse(headers);
        }

        private String cookie(String token) {
            return COOKIE + "=" + token + "; Path=/; Max-Age=" + LIFETIME.toSeconds() + "; HttpOnly; SameSite=Lax"
                    + (secure ? "; Secure" : "");
        }
    }
}
