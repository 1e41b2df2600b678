package dev.tandem.runner;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a failed request when the application has none of its own. Neither the exception nor its message is in it: they are for
 * the journal, under the request's id. A message that the application gave to {@code sendError} is kept.
 */
final class ErrorPages extends ErrorHandler {
    ErrorPages() {
        setShowStacks(false);
        setShowCauses(false);
        setShowMessageInTitle(false);
        setShowOrigin(false);
    }

    @Override
    protected boolean generateAcceptableResponse(
            Request request,
            Response response,
            Callback callback,
            String contentType,
            List<Charset> charsets,
            int status,
            @Nullable String message,
            @Nullable Throwable cause)
            throws IOException {
        String shown = cause == null ? message : HttpStatus.getMessage(status);
        return super.generateAcceptableResponse(
                request, response, callback, contentType, charsets, status, shown, null);
    }
}
