package dev.tandem.runner;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.plus.webapp.EnvConfiguration;
import org.eclipse.jetty.ee11.plus.webapp.PlusConfiguration;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.ee11.webapp.Configuration;
import org.eclipse.jetty.ee11.webapp.FragmentConfiguration;
import org.eclipse.jetty.ee11.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebXmlConfiguration;
import org.eclipse.jetty.plus.jndi.Resource;
import org.eclipse.jetty.util.ClassMatcher;

/** Makes the servlet context for an unpacked WAR: which Jetty features it has, what it can see, what is bound for it in JNDI. */
final class WebApplication {
    /** Under {@code java:comp/env/}. */
    static final String DATA_SOURCE = "jdbc/site";

    private static final int LARGEST_FORM_BYTES = 1 << 20;
    private static final int MOST_FORM_FIELDS = 1_000;
    private static final String DEFAULTS = "dev/tandem/runner/webdefault.xml";

    /** What the runner is made of is not the application's: an application brings its own driver or logging, or has none. */
    private static final String[] HIDDEN = {
        "dev.tandem.", "com.zaxxer.", "io.prometheus.", "org.mariadb.", "org.objectweb.asm.", "org.slf4j."
    };

    private WebApplication() {}

    /** @throws NamingException when the DataSource cannot be bound */
    static WebAppContext context(Path directory, Optional<DataSource> database) throws NamingException {
        useJettyNaming();
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setWar(directory.toString());
        context.setDefaultsDescriptor(defaults());
        context.setConfigurations(features());
        context.addHiddenClassMatcher(new ClassMatcher(HIDDEN));
        context.setMaxFormContentSize(LARGEST_FORM_BYTES);
        context.setMaxFormKeys(MOST_FORM_FIELDS);
        // Without it a servlet that cannot start is a 503 for ever, and the release looks deployed.
        context.setThrowUnavailableOnStartupException(true);
        context.setErrorHandler(quietErrorPages());
        if (database.isPresent()) {
            bind(context, database.get());
        }
        return context;
    }

    private static void bind(WebAppContext context, DataSource database) throws NamingException {
        new Resource(context, DATA_SOURCE, database); // registers itself with the context
    }

    private static Configuration[] features() {
        return new Configuration[] {
            new WebInfConfiguration(),
            new WebXmlConfiguration(),
            new MetaInfConfiguration(),
            new FragmentConfiguration(),
            new EnvConfiguration(),
            new PlusConfiguration(),
            new AnnotationConfiguration(),
            new WebAppConfiguration()
        };
    }

    /** The reader of an error page is not the one who needs the stack trace; the journal has it. */
    private static ErrorHandler quietErrorPages() {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setShowMessageInTitle(false);
        errors.setShowOrigin(false);
        return errors;
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
