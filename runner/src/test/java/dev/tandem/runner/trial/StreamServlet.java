package dev.tandem.runner.trial;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;

/** Answers that last, and requests that do, at {@code /stream/...}. */
@WebServlet(value = "/stream/*", asyncSupported = true)
public final class StreamServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch RELEASED = new CountDownLatch(1);
    private static final byte[] BLOCK = new byte[32 * 1_024];

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getPathInfo()) {
            case "/async" -> async(request, response, "text/event-stream");
            case "/async-plain" -> async(request, response, "text/plain");
            case "/blocking" -> blocking(response);
            case "/flood" -> flood(response, Integer.parseInt(request.getParameter("blocks")));
            case "/release" -> RELEASED.countDown();
            default -> throw new IllegalStateException("no answer to " + request.getPathInfo());
        }
    }

    /** Says something, gives its thread back, and is over when the test says so. */
    private static void async(HttpServletRequest request, HttpServletResponse response, String type)
            throws IOException {
        AsyncContext stream = request.startAsync();
        stream.setTimeout(0);
        begin(response, type);
        Thread.startVirtualThread(() -> {
            await();
            stream.complete();
        });
    }

    /** As it is written where threads cost nothing. */
    private static void blocking(HttpServletResponse response) throws IOException {
        begin(response, "text/event-stream;charset=utf-8");
        await();
    }

    private static void begin(HttpServletResponse response, String type) throws IOException {
        response.setContentType(type);
        response.getOutputStream().print("data: begun\n\n");
        response.flushBuffer();
    }

    private static void await() {
        try {
            RELEASED.await();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        RELEASED.countDown();
    }

    private static void flood(HttpServletResponse response, int blocks) throws IOException {
        response.setContentType("application/octet-stream");
        for (int block = 0; block < blocks; block++) {
            response.getOutputStream().write(BLOCK);
        }
    }

    /** Tells how many bytes came; with {@code pause}, takes so many milliseconds for itself after each piece. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long pause = request.getParameter("pause") == null ? 0 : Long.parseLong(request.getParameter("pause"));
        ServletInputStream body = request.getInputStream();
        byte[] piece = new byte[1_024];
        int all = 0;
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            all += read;
            pause(pause);
        }
        response.getWriter().println(all);
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException cut) {
            throw new IOException("cut", cut);
        }
    }
}
