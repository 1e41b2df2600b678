package dev.tandem.runner.trial;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Answers what a test wants to know, at {@code /trial/...}; found by its annotation, so web.xml need not exist. */
@WebServlet("/trial/*")
public final class TrialServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().println(answer(request));
    }

    private static String answer(HttpServletRequest request) {
        return switch (request.getPathInfo()) {
            case "/thread" -> String.valueOf(Thread.currentThread().isVirtual());
            case "/data-source" -> dataSource();
            case "/sees-runner" -> seesRunner();
            case "/scheme" -> request.getScheme() + " " + request.getRemoteAddr();
            case "/session" -> request.getSession().isNew() ? "new" : "old";
            case "/wait" -> waitFor(Long.parseLong(request.getParameter("ms")));
            case "/release" -> {
                RELEASED.countDown();
                yield "released";
            }
            case "/hold" -> hold();
            case "/compute" -> compute();
            default -> throw new IllegalStateException("no answer to " + request.getPathInfo());
        };
    }

    @SuppressWarnings("BanJNDI") // the name is a constant
    private static String dataSource() {
        try {
            return new InitialContext().lookup("java:comp/env/jdbc/site") instanceof DataSource
                    ? "a DataSource"
                    : "something else";
        } catch (NamingException missing) {
            return missing.toString();
        }
    }

    private static String seesRunner() {
        try {
            return Class.forName("dev.tandem.runner.Main").toString();
        } catch (ClassNotFoundException hidden) {
            return "hidden";
        }
    }

    /** As slow as a query that takes its time. */
    private static String waitFor(long millis) {
        try {
            boolean early = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            return early ? "never" : "waited";
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** As busy as a parser that was given a number of a million digits. */
    private static String compute() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (RELEASED.getCount() > 0) {
            if (System.nanoTime() > end) {
                return "nobody released";
            }
        }
        return "released";
    }

    private static String hold() {
        try {
            return RELEASED.await(1, TimeUnit.MINUTES) ? "released" : "nobody released";
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
