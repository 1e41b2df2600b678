package dev.tandem.control.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.vault.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole commands with a vault that is damaged, or half of one: what it lacks is on the machines, and is not made anew. */
@Isolated("it takes over standard output")
class HalfVaultTest extends VaultCommands {
    @Test
    void aDamagedFileIsNamedWithWhatToDo() throws IOException {
        useOriginalVault("original");
        Path file = vault().directory().resolve("authority/authority.pem");
        Files.writeString(file, "half a fi");
        for (String command : List.of("plan", "apply", "vault recover")) {
            assertThat(run(command.split(" "))).isEqualTo(1);
        }
        assertThat(said())
                .contains(file + " is not an authority's certificate and key: ", "Bring it back from a copy")
                .doesNotContain("fault of Tandem");
        run("status");
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("www.foobar.com is ", "  ! " + file);
    }

    @Test
    void anOpenCertificateThatIsDamagedStopsNothing() throws IOException {
        useOriginalVault("original");
        Path file = vault().directory().resolve("authority.crt");
        String whole = Files.readString(file);
        Files.writeString(file, "x");
        assertThat(run("plan")).isZero();
        assertThat(file).hasContent(whole);
    }

    /** A copy that was cut off; made anew, what is missing would be set on one machine after the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "apply",
                "up",
                "secret rotate --all",
                "secret rotate --all --machine lb1",
                "authority replace"
            })
    void aVaultThatLacksWhatMachinesUseMakesNothingInItsPlace(String words) throws IOException {
        useOriginalVault("original");
        Path secret = vault().directory().resolve("secrets/zone-transfer");
        Files.delete(secret);
        assertThat(run(words.split(" "))).isEqualTo(3);
        assertThat(said()).contains("lacks what its machines use: zone-transfer.", "tandem vault recover --on lab");
        assertThat(secret).doesNotExist();
    }

    @Test
    void whatHalfAVaultLacksComesFromTheMachinesAndItsAuthoritiesStay() throws IOException {
        useOriginalVault("original");
        Path secret = vault().directory().resolve("secrets/zone-transfer");
        String value = Files.readString(secret);
        List<Path> before = vaultFiles();
        Files.delete(secret);
        assertThat(run("vault", "recover")).isZero();
        assertThat(said())
                .contains(
                        "  zone-transfer                from lb1, lb2",
                        "1 of 1 secrets that it lacked",
                        "Next: tandem plan --on lab; tandem apply --on lab");
        assertThat(secret).hasContent(value.strip());
        assertThat(vaultFiles()).isEqualTo(before);
        for (Authority authority : Authority.values()) {
            assertThat(vault().kept(authority).phase()).isEqualTo(Phase.STEADY);
        }
        assertThat(SmallSite.files(site, vault())).isEqualTo(files);
    }

    @Test
    void aSecretThatIsNewInTheFileIsOnNoMachineAndIsMade() throws IOException {
        useOriginalVault("original");
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, Files.readString(file).replace("[JWT_SECRET]", "[JWT_SECRET, MAIL_KEY]"));
        assertThat(run("vault", "recover")).isZero();
        assertThat(said()).contains("is this site's; nothing was touched.");
        assertThat(run("plan")).isZero();
        assertThat(vault().directory().resolve("secrets/environment/MAIL_KEY")).exists();
    }

    /** One that was made anew would have voters refuse each other in turn. */
    @Test
    void aVaultWithoutTheVotesAuthorityIsNotTakenForWhole() throws IOException {
        useOriginalVault("original");
        Files.delete(vault().directory().resolve("authority/consensus.pem"));
        Files.delete(vault().directory().resolve("consensus.crt"));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said()).contains("or half a copy of the site's");
        assertThat(run("vault", "recover")).isZero();
        assertThat(run("plan")).isZero();
        assertThat(vault().kept(Authority.CONSENSUS).phase()).isEqualTo(Phase.PREPARED);
    }

    /** Used, it would take the place of the lost one in a single step. */
    @Test
    void anAuthorityThatWasMadeBeforeARecoveryHadEndedIsPutAside() throws IOException {
        assertThat(run("vault", "recover")).isZero();
        Files.move(vault().directory().resolve("identity"), vault().directory().resolve("recovering"));
        Files.delete(vault().directory().resolve("authority.crt"));
        vault().certificates(CertificateRequest.neededBy(site), Instant.now());
        assertThat(run("vault", "recover")).isZero();
        assertThat(vaultFiles()).anyMatch(file -> file.toString().matches(".*/set-aside-.*/authority/authority.pem"));
        assertThat(run("plan")).isZero();
        for (Authority authority : Authority.values()) {
            assertThat(vault().kept(authority).phase()).isEqualTo(Phase.PREPARED);
        }
    }

    @Test
    void aRecoveryOfAnotherSiteIsNotGoneOnWith() throws IOException {
        assertThat(run("vault", "recover")).isZero();
        Files.delete(vault().directory().resolve("identity"));
        Files.writeString(vault().directory().resolve("recovering"), "a".repeat(32) + "\n");
        Files.writeString(vault().directory().resolve("secrets/database-migration"), "of-the-other\n");
        assertThat(run("vault", "recover")).isZero();
        assertThat(vault().directory().resolve("secrets/database-migration")).doesNotExist();
        assertThat(vaultFiles()).anyMatch(file -> file.toString().matches(".*/set-aside-.*/database-migration"));
        assertThat(vault().identity().value()).isEqualTo(original.identity().value());
    }

    /** Another admin had the lock until then. */
    @Test
    void whatWasReplacedBeforeTheLockWasTakenIsSeen() {
        meanwhile = () -> {
            for (Authority authority : Authority.values()) {
                original.kept(authority).prepare(Instant.now());
                original.kept(authority).switchOver();
                original.kept(authority).forgetPrevious();
            }
            files.putAll(SmallSite.files(site, original));
        };
        assertThat(run("vault", "recover")).isZero();
        assertThat(vault().certificates(CertificateRequest.neededBy(site), Instant.now())
                        .values())
                .isEqualTo(original.certificates(CertificateRequest.neededBy(site), Instant.now())
                        .values());
    }

    /** It is no part of the vault, and is lost with it all the same. */
    @Test
    void withoutTheHooksTokenAVaultIsMadeAgainAndWhereItLiesIsSaid() throws IOException {
        Path file = folder.resolve("site.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "virtual-address: 10.80.0.10",
                                "virtual-address: {addresses: [10.80.0.10], method: hook, hook: move-address,"
                                        + " token: cloud-token}"));
        Files.writeString(folder.resolve("move-address"), "#!/bin/sh\n");
        assertThat(run("status")).isNotEqualTo(2);
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("www.foobar.com is ");
        assertThat(run("vault", "recover")).isZero();
        assertThat(said())
                .contains(
                        "cloud-token does not exist, and without it there is no plan. Next: (umask 077; tandem exec --on"
                                + " lab lb1 -- cat /etc/tandem/move-address.token > ");
        assertThat(run("plan")).isEqualTo(2);
        assertThat(said()).contains("cloud-token does not exist. No machine was touched. Next: write it");
        Files.writeString(folder.resolve("cloud-token"), "token\n");
        assertThat(run("plan")).isZero();
    }
}
