package dev.tandem.runner.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Certificates that openssl makes for a test. */
public final class Certificates {
    private Certificates() {}

    /** Runs the script in the folder; a failure is told with all that it said. */
    public static void make(Path folder, String script) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
    }
}
