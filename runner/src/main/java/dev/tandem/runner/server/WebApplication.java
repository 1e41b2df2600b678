package dev.tandem.runner.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.plus.webapp.EnvConfiguration;
import org.eclipse.jetty.ee11.plus.webapp.PlusConfiguration;
import org.eclipse.jetty.ee11.webapp.Configuration;
import org.eclipse.jetty.ee11.webapp.FragmentConfiguration;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebXmlConfiguration;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.util.ClassMatcher;

/** Makes the servlet context for an unpacked WAR: which Jetty features it has, what it can see, what is bound for it in JNDI. */
final class WebApplication {
    private static final int LARGEST_FORM_BYTES = 1 << 20;
    private static final int MOST_FORM_FIELDS = 1_000;
    private static final String DEFAULTS = "dev/tandem/runner/server/webdefault.xml";

    /** What the runner is made of is not the application's: an application brings its own driver or logging, or has none. */
    private static final String[] HIDDEN = {
        "dev.tandem.", "com.zaxxer.", "io.prometheus.", "org.mariadb.", "org.objectweb.asm.", "org.slf4j."
    };

    private WebApplication() {}

    static WebAppContext context(Path directory, Optional<DataSource> database) {
        useJettyNaming();
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setWar(directory.toString());
        context.setDefaultsDescriptor(defaults());
        context.setConfigurations(features(database));
        context.addHiddenClassMatcher(new ClassMatcher(HIDDEN));
        context.setMaxFormContentSize(LARGEST_FORM_BYTES);
        context.setMaxFormKeys(MOST_FORM_FIELDS);
        context.getSessionHandler().setSameSite(SameSite.LAX);
        context.setErrorHandler(new ErrorPages());
        // Without it a servlet that cannot start is a 503 for ever, and the release looks deployed.
        context.setThrowUnavailableOnStartupException(true);
        return context;
    }

    private static Configuration[] features(Optional<DataSource> database) {
        List<Configuration> features = new ArrayList<>(List.of(
                new WebInfConfiguration(),
                new WebXmlConfiguration(),
                new MetaInfConfiguration(),
                new FragmentConfiguration(),
                new EnvConfiguration(),
                new PlusConfiguration(),
                new AnnotationConfiguration(),
                new WebAppConfiguration()));
        database.map(SiteNaming::new).ifPresent(features::add);
        return features.toArray(Configuration[]::new);
    }

    private static String defaults() {
        return Objects.requireNonNull(WebApplication.class.getClassLoader().getResource(DEFAULTS), DEFAULTS)
                .toString();
    }

    /** {@code new InitialContext()} asks these two (javax.naming.Context). */
    private static void useJettyNaming() {
        System.setProperty("java.naming.factory.initial", "org.eclipse.jetty.jndi.InitialContextFactory");
        System.setProperty("java.naming.factory.url.pkgs", "org.eclipse.jetty.jndi");
    }
}
