package dev.tandem.control.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.render.site.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final List<SecretName> NAMES = SecretName.neededBy(Sites.usual());

    @TempDir
    Path folder;

    @Test
    void onlyItsOwnerMayLookIntoIt() throws IOException {
        open().secrets(NAMES);
        try (Stream<Path> all = Files.walk(folder.resolve(".tandem"))) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void secretsStayAsTheyAre() {
        assertThat(open().secrets(NAMES)).isEqualTo(open().secrets(NAMES));
    }

    /** Not every command asks machines whose they are: the next one that does is named. */
    @Test
    void anIdentityThatIsNoneIsRefusedWithACommandThatMendsIt() throws IOException {
        Vault vault = open();
        Files.writeString(vault.directory().resolve("identity"), "nonsense");
        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> vault.identity().value())
                .withMessageContaining("Next: bring it back from a copy; without one, remove it: tandem plan takes");
        Files.writeString(vault.directory().resolve("recovering"), "nonsense");
        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> vault.identity().recovering())
                .withMessageContaining("Next: remove it; tandem vault recover");
    }

    @Test
    void everySecretIsAnotherAndEveryVaultHasOthers() {
        Secrets here = open().secrets(NAMES);
        Secrets there = Vault.open(folder.resolve("other")).secrets(NAMES);
        assertThat(here.values().values())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(there.values().values());
    }

    @Test
    void aSecretNeedsNoQuotingAndHas32RandomBytes() {
        String secret = open().secrets(NAMES).get(SecretName.DATABASE_APPLICATION);
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    }

    @Test
    void theTransferKeyIsPlainBase64AsKnotTakesIt() {
        String key = open().secrets(NAMES).get(SecretName.ZONE_TRANSFER);
        assertThat(key).hasSize(44).endsWith("=");
        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
    }

    @Test
    void soIsTheKeyOfChallengesWhichOnlyASiteWithAPublicCertificateHas() {
        List<SecretName> names = SecretName.neededBy(Sites.withPublicCertificate(Sites.usual()));
        assertThat(NAMES).doesNotContain(SecretName.ACME_CHALLENGE);
        assertThat(open().secrets(names).get(SecretName.ACME_CHALLENGE))
                .hasSize(44)
                .endsWith("=");
    }

    @Test
    void anotherSecretLeavesTheOthersAlone() {
        Secrets before = open().secrets(NAMES);
        Secrets after = open().secrets(Stream.concat(NAMES.stream(), Stream.of(SecretName.environment("MORE")))
                .toList());
        NAMES.forEach(name -> assertThat(after.get(name)).isEqualTo(before.get(name)));
    }

    @Test
    void halfASecretThatAnInterruptedCommandLeftIsNotOne() throws IOException {
        Path secrets = Files.createDirectories(folder.resolve(".tandem/lab/secrets"));
        Files.writeString(secrets.resolve(".database-application.new"), "half");
        assertThat(open().secrets(NAMES).get(SecretName.DATABASE_APPLICATION)).hasSize(43);
        assertThat(secrets.resolve(".database-application.new")).doesNotExist();
    }

    @Test
    void aSecretThatSomebodyWroteByHandIsTaken() throws IOException {
        Path secrets = Files.createDirectories(folder.resolve(".tandem/lab/secrets"));
        Files.writeString(secrets.resolve("database-application"), "by hand\n");
        assertThat(open().secrets(NAMES).get(SecretName.DATABASE_APPLICATION)).isEqualTo("by hand");
    }

    @Test
    void secretsDoNotPrintThemselves() {
        Secrets secrets = open().secrets(NAMES);
        assertThat(secrets.toString()).doesNotContain(secrets.get(SecretName.DATABASE_APPLICATION));
    }

    private Vault open() {
        return Vault.open(folder.resolve(".tandem/lab"));
    }
}
