package dev.tandem.runner.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.StringUtil;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a failed request when the application has none of its own, and to one that never came to it. It says the status, and the
 * message that the application gave to {@code sendError}. Neither an exception nor what was wrong with a request's form is in it, nothing that
 * the client sent, and nothing of the servlet container: the first is for the journal, under the request's id, the rest for nobody.
 */
final class ErrorPages extends ErrorHandler {
    private static final List<Charset> UTF_8 = List.of(StandardCharsets.UTF_8);

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
        return super.generateAcceptableResponse(request, response, callback, contentType, UTF_8, status, shown, null);
    }

    @Override
    protected void writeErrorHtml(
            Request request,
            Writer writer,
            Charset charset,
            int status,
            @Nullable String message,
            @Nullable Throwable cause)
            throws IOException {
        String heading = StringUtil.sanitizeXmlString(heading(status));
        String shown = StringUtil.sanitizeXmlString(message(status, message));
        writer.write("""
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title></head>
                <body>
                <h1>%1$s</h1>
                <p>%2$s</p>
                </body>
                </html>
                """.formatted(heading, shown));
    }

    @Override
    protected void writeErrorPlain(
            Request request, PrintWriter writer, int status, @Nullable String message, @Nullable Throwable cause) {
        writer.write(heading(status) + "\n" + message(status, message) + "\n");
    }

    @Override
    protected void writeErrorJson(
            Request request, PrintWriter writer, int status, @Nullable String message, @Nullable Throwable cause) {
        writer.write("{\"status\":" + status + ",\"message\":" + json(message(status, message)) + "}\n");
    }

    private static String heading(int status) {
        return status + " " + HttpStatus.getMessage(status);
    }

    private static String message(int status, @Nullable String given) {
        return given == null ? HttpStatus.getMessage(status) : given;
    }

    /** As RFC 8259 has it; and a browser that took it for a page would find no element in it. */
    private static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            if (each < ' ' || "\"\\<>&".indexOf(each) >= 0) {
                quoted.append("\\u00")
                        .append(Character.forDigit(each >> 4, 16))
                        .append(Character.forDigit(each & 15, 16));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }
}
