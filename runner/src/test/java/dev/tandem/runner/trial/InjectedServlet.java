package dev.tandem.runner.trial;

import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Has its DataSource injected; without one the container cannot make it. */
@WebServlet("/injected")
public final class InjectedServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    @Resource(name = "jdbc/site")
    private transient @Nullable DataSource injected;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().println(injected == null ? "nothing" : "a DataSource");
    }
}
