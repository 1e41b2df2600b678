package dev.tandem.runner.server;

import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.plus.webapp.EnvConfiguration;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.NamingEntryUtil;
import org.eclipse.jetty.plus.jndi.Resource;

/**
 * Binds the site's DataSource for the application as {@code java:comp/env/jdbc/site}.
 *
 * <p>Jetty by itself binds a resource only where web.xml has a {@code resource-ref} for it; here it is there without one too.
 */
final class SiteNaming extends AbstractConfiguration {
    /** Under {@code java:comp/env/}. */
    static final String DATA_SOURCE = "jdbc/site";

    private final DataSource dataSource;

    SiteNaming(DataSource dataSource) {
        super(new Builder().addDependencies(EnvConfiguration.class));
        this.dataSource = dataSource;
    }

    /** Called by Jetty with the application's class loader in place, by which java:comp is told apart. */
    @Override
    public void configure(WebAppContext context) throws NamingException {
        Resource registered = new Resource(context, DATA_SOURCE, dataSource);
        NamingEntryUtil.bindToENC(context, DATA_SOURCE, registered.getJndiName());
    }
}
