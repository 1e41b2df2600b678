package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.remote.RemoteCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The admin's computer is lost while people use the site. */
@OnTheSite
class RecoveryTest {
    private static final int REFUSED = 3;
    private static final int PENDING = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String[] USERS = {"GET 25 /", "GET 25 /api/articles?limit=5", "POST 5 /api/articles"};

    /** How machines are reached, which on a real site is in the admin's home. */
    private static final List<String> OF_SSH = List.of("id_ed25519", "id_ed25519.pub", "known_hosts");

    @Test
    void aLostVaultIsMadeAgainOfWhatMachinesHoldAndNobodyNotices(SiteUnderTest site) throws IOException {
        site.disturb();
        Path lost = lose(site.vault());
        Ran plan = site.tandem("plan").exits(REFUSED);
        assertThat(plan.errors())
                .contains(
                        "Refused; nothing was touched: this vault did not make what is on these machines.",
                        "lb1, lb2, server1, server2: www.foobar.com, identity ",
                        "tandem vault recover --on lab");
        assertThat(site.tandem("status").output()).contains("which this vault did not make");

        Ran recovered = site.tandem("vault", "recover").exits(0);
        assertThat(site.tandem("vault", "recover").exits(0).errors()).contains("is this site's; nothing was touched");
        assertThat(site.tandem("plan", "--exit-code").exit()).isEqualTo(PENDING);
        letUsersTrustBothAuthorities(site);
        try (Traffic users = Traffic.withWriter(site, PATIENCE, USERS)) {
            Ran apply = site.tandem("apply").exits(0);
            List<Traffic.Answer> answers = users.endWithoutFailure();
            System.out.printf(
                    "vault recovered in %d ms, new authorities under load in %d ms: 0 of %d requests failed%n",
                    recovered.took().toMillis(), apply.took().toMillis(), answers.size());
        }
        site.tandem("plan", "--exit-code").exits(0);
        for (String name :
                List.of("database-application", "database-replication", "zone-transfer", "environment/JWT_SECRET")) {
            String before = Files.readString(lost.resolve("secrets").resolve(name));
            assertThat(site.vault().resolve("secrets").resolve(name)).as(name).hasContent(before);
            assertThat(recovered.output() + recovered.errors()).doesNotContain(before.strip());
        }
        site.awaitWell();
    }

    /** Takes away what the vault has, and says where it lies for whoever looks. */
    private static Path lose(Path vault) throws IOException {
        Path lost = vault.resolveSibling("lost-" + System.nanoTime());
        Files.createDirectory(lost);
        try (Stream<Path> all = Files.list(vault)) {
            for (Path file : all.toList()) {
                if (!OF_SSH.contains(file.getFileName().toString())) {
                    Files.move(file, lost.resolve(file.getFileName()));
                }
            }
        }
        return lost;
    }

    /** As the admin does after the plan, before browsers meet the new one. */
    private static void letUsersTrustBothAuthorities(SiteUnderTest site) {
        site.client()
                .require(RemoteCommand.script(
                                "let the client trust both authorities", "cat > /etc/ssl/certs/ca-certificates.crt")
                        .reading(output -> output.write(Files.readAllBytes(site.authority()))));
    }
}
