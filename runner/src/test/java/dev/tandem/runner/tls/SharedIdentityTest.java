package dev.tandem.runner.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedIdentityTest {
    private static final String MAKE = """
            for name in first second; do
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" \\
                    -keyout "$name.key" -out "$name.crt" || exit 1
                cat "$name.crt" "$name.key" > "$name.pem"
            done
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private final SharedIdentity shared = new SharedIdentity();

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.make(folder, MAKE);
    }

    /** As apply does: the new file takes the old one's place at once. */
    private static Path put(String name, String place) throws IOException {
        Path copy = folder.resolve(place + ".new");
        Files.copy(folder.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(copy, folder.resolve(place), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void connectionsShareItUntilOneOfItsFilesIsAnother() throws IOException {
        Path identity = put("first.pem", "identity.pem");
        Path authority = put("first.crt", "authority.crt");
        SharedIdentity.Read first = shared.of(identity, authority);
        assertThat(shared.of(identity, authority)).isSameAs(first);
        put("second.pem", "identity.pem");
        SharedIdentity.Read renewed = shared.of(identity, authority);
        assertThat(renewed.sockets()).isNotSameAs(first.sockets());
        put("second.crt", "authority.crt");
        assertThat(shared.of(identity, authority)).isNotSameAs(renewed);
    }

    @Test
    void aDamagedFileIsSaidEachTimeAndItsRepairIsSeen() throws IOException {
        Path identity = put("first.crt", "damaged.pem");
        Path authority = put("first.crt", "authority.crt");
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> shared.of(identity, authority))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged.pem");
        }
        put("first.pem", "damaged.pem");
        assertThat(shared.of(identity, authority).identity().keyManagers()).hasSize(1);
    }
}
