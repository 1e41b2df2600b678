package dev.tandem.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Unpacked WARs made of classes in the test source, laid out as a release is: RELEASE/app. */
public final class TrialApplication {
    private TrialApplication() {}

    /** The one that answers; its servlets are found through their annotations. */
    public static Path answering(Path release) throws IOException {
        Path application = Files.createDirectories(release.resolve("app"));
        Files.writeString(application.resolve("index.html"), "front page");
        Files.createDirectories(application.resolve("pictures"));
        copyClass(application, "dev/tandem/runner/trial/TrialServlet.class");
        copyClass(application, "dev/tandem/runner/trial/InjectedServlet.class");
        copyClass(application, "dev/tandem/runner/trial/StreamServlet.class");
        return application;
    }

    /** The one whose listener throws. */
    static Path failing(Path release) throws IOException {
        Path application = Files.createDirectories(release.resolve("app"));
        copyClass(application, "dev/tandem/runner/trial/FailingListener.class");
        Files.writeString(application.resolve("WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <listener>
                    <listener-class>dev.tandem.runner.trial.FailingListener</listener-class>
                  </listener>
                </web-app>
                """);
        return application;
    }

    private static void copyClass(Path application, String name) throws IOException {
        Path target = application.resolve("WEB-INF/classes").resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream compiled =
                Objects.requireNonNull(TrialApplication.class.getClassLoader().getResourceAsStream(name), name)) {
            Files.copy(compiled, target);
        }
    }
}
