package dev.tandem.runner.trial;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** An application that cannot start: named in a web.xml by the tests that want one. */
public final class FailingListener implements ServletContextListener {
    /** For the container. */
    public FailingListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        throw new IllegalStateException("the licence has run out");
    }
}
