package dev.tandem.lab.drill.workload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The load programs as one small jar, for machines that have nothing else of the lab. */
final class LoadJar {
    private static final String PACKAGE = "dev/tandem/lab/drill/load/";
    static final List<String> CLASSES = List.of(
            "AttemptLog",
            "AttemptLog$Outcome",
            "Pace",
            "Past",
            "SqlLoad",
            "SqlLoad$Client",
            "SqlLoad$Work",
            "SqlLoad$Writing",
            "HttpLoad",
            "HttpLoad$Line",
            "HttpLoad$User",
            "HttpLoad$Writing");

    private LoadJar() {}

    static byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (String name : CLASSES) {
                jar.putNextEntry(new ZipEntry(PACKAGE + name + ".class"));
                jar.write(read(PACKAGE + name + ".class"));
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack the load programs", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream stream = LoadJar.class.getClassLoader().getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("there is no " + file + " beside " + LoadJar.class.getName());
            }
            return stream.readAllBytes();
        }
    }
}
