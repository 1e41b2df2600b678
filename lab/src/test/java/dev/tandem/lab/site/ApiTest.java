package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The application's own black-box test, which walks the whole API, against the whole site. */
@OnTheSite
class ApiTest {
    private static final String WALK = "com.foobar.conduit.ConduitApiTest";
    private static final String ADDRESS = "conduit.api";
    private static final int AT_LEAST = 20;

    @Test
    void theWholeApiIsAsItsSpecificationSays(SiteUnderTest site) throws Exception {
        TestExecutionSummary summary;
        try (OpenSite open = new OpenSite(site)) {
            summary = walk(open.address(), site.authority());
        }

        List<String> failures = summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .toList();
        assertThat(failures).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(AT_LEAST);
        assertThat(summary.getTestsSkippedCount() + summary.getTestsAbortedCount())
                .isZero();
        System.out.println("the API's own test: " + summary.getTestsSucceededCount() + " tests passed");
    }

    /** In this process, with the application's test classes on top of this module's, which has all that they need. */
    private static TestExecutionSummary walk(URI site, Path authority)
            throws IOException, GeneralSecurityException, ClassNotFoundException {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(LoadProgram.trusting(authority));
        System.setProperty(ADDRESS, site.resolve("/api").toString());
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader classes = new URLClassLoader(classFolders(), ours)) {
            Thread.currentThread().setContextClassLoader(classes);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(classes.loadClass(WALK)))
                    .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            return listener.getSummary();
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
            System.clearProperty(ADDRESS);
            SSLContext.setDefault(before);
        }
    }

    private static URL[] classFolders() throws IOException {
        List<URL> folders = new ArrayList<>();
        for (String folder : List.of("test-classes", "classes")) {
            Path path =
                    Launcher.home().resolve("sites/www.foobar.com/app/target").resolve(folder);
            assertThat(path).as("the application's classes [mvn test-compile]").isDirectory();
            folders.add(path.toUri().toURL());
        }
        return folders.toArray(URL[]::new);
    }
}
