package dev.tandem.control.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.vault.Phase;
import dev.tandem.control.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole commands with a vault that did not make what is on the machines, and how it comes to be made again. */
@Isolated("it takes over standard output")
class VaultCommandsTest extends VaultCommands {
    private static final String RUNNER = "/etc/tandem/runner.env";

    // --- a vault that did not make the site
    // ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "apply",
                "up",
                "secret rotate zone-transfer",
                "secret rotate --all",
                "secret retire JWT_SECRET",
                "authority replace",
                "maintenance on",
                "db switchover",
                "db rebuild server1",
                "db promote server1 --accept-loss --confirm=www.foobar.com",
                "db pause",
                "db resume"
            })
    void anEmptyVaultChangesNothingOnMachinesThatAreASites(String words) throws IOException {
        assertThat(run(words.split(" "))).isEqualTo(3);
        assertThat(said())
                .contains(
                        "Refused; nothing was touched: this vault did not make what is on these machines.",
                        "  lb1, lb2, server1, server2: www.foobar.com, identity " + original.identity(Instant.now()),
                        "lab is empty.",
                        "tandem vault recover --on lab",
                        "tandem apply --on lab --take-over lb1,lb2,server1,server2");
        assertThat(place.asked).isEmpty();
        assertThat(output.size()).isZero();
        assertThat(vaultFiles()).as("what the vault has").isEmpty();
    }

    @Test
    void statusSaysItFirstAndIsNotWell() {
        assertThat(run("status")).isNotZero();
        String lines = output.toString(StandardCharsets.UTF_8);
        assertThat(lines)
                .contains(
                        "  ! lb1, lb2, server1, server2: of www.foobar.com, identity "
                                + original.identity(Instant.now()) + ", which this vault did not make.",
                        "Next: tandem plan --on lab");
        assertThat(vault().isEmpty()).isTrue();
    }

    @Test
    void aVaultOfAnotherSiteIsRefusedAndMayTakeTheMachinesWhenThatIsSaid() {
        useOriginalVault("another");
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said()).contains("lab is of identity " + vault().identity(Instant.now()) + ".");
        assertThat(run("plan", "--take-over", "lb1,lb2,server1")).isEqualTo(3);
        assertThat(said()).contains("  server2: www.foobar.com, identity ");
        assertThat(run("plan", "--take-over=lb1,lb2,server1", "--take-over=server2"))
                .isZero();
        assertThat(run("plan", "--take-over", "server3")).isEqualTo(2);
    }

    @Test
    void whatIsPrintedToTakeMachinesOverGoesThroughAsItStands() {
        useOriginalVault("another");
        assertThat(run("plan", "--take-over", "lb1")).isEqualTo(3);
        assertThat(said()).contains("tandem plan --on lab --take-over lb1,lb2,server1,server2;");
        assertThat(run("plan", "--on", "lab", "--take-over", "lb1,lb2,server1,server2"))
                .isZero();
    }

    /** The identity is the first thing that an apply lays down, on all machines. */
    @Test
    void takingMachinesOverThatWasCutOffGoesOn() {
        useOriginalVault("another");
        SiteIdentity mine = vault().identity(Instant.now());
        files.values().forEach(ofMachine -> ofMachine.put(SiteIdentity.FILE, mine + " www.foobar.com\n"));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said())
                .contains(
                        "or took the machines over and was interrupted.",
                        "To go on with that, or to take the machines all the same");
        assertThat(run("plan", "--take-over", "lb1,lb2,server1,server2")).isZero();
    }

    /** As over a network that is just coming up. */
    @Test
    void whenTheFirstLookReachedNobodyTheSecondOneUnderTheLockRefuses() {
        useOriginalVault("another");
        place.silentOnce(files.keySet());
        assertThat(run("apply", "--yes")).isEqualTo(3);
        assertThat(said()).contains("this vault did not make what is on these machines.");
        assertThat(place.asked).isNotEmpty().allMatch(asked -> asked.matches(".*: (take|release) the site's lock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply --yes", "secret rotate --all"})
    void anEmptyVaultStaysEmptyWhileNobodyKnowsWhoseTheMachinesAre(String words) throws IOException {
        place.silentOnce(List.of("server2"));
        files.keySet().stream().filter(name -> !name.equals("server2")).forEach(name -> files.put(name, Map.of()));
        assertThat(run(words.split(" "))).isEqualTo(1);
        assertThat(said()).contains("whose these machines are is not known.", "server2: ");
        assertThat(vaultFiles()).isEmpty();
        assertThat(run(words.split(" "))).isEqualTo(3);
    }

    @Test
    void aMachineThatIsDownStopsNothingThatNeedsNotAllOfThem() {
        useOriginalVault("original");
        place.silent("server2");
        run("maintenance", "on");
        assertThat(place.asked).contains("lb1: switch maintenance on", "lb2: switch maintenance on");
    }

    @Test
    void oneMachineOfAnotherSiteAmongOursIsNamed() {
        useOriginalVault("original");
        files.put(
                "server2",
                SmallSite.files(site, Vault.open(folder.resolve("another"))).get("server2"));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said())
                .contains(
                        "  server2: www.foobar.com, identity ",
                        "see whether the addresses in site.yaml are the right ones")
                .doesNotContain("lb1", "vault recover");
        assertThat(run("plan", "--take-over", "server2")).isZero();
    }

    @Test
    void aMachineThatWasInstalledAgainIsAsAlways() {
        useOriginalVault("original");
        files.put("server2", Map.of());
        assertThat(run("plan")).isZero();
    }

    @Test
    void aVaultFromBeforeThereWereIdentitiesGetsOneWithoutAWord() throws IOException {
        useOriginalVault("original");
        SiteIdentity identity = original.identity(Instant.now());
        Files.delete(vault().directory().resolve("identity"));
        files.values().forEach(ofMachine -> ofMachine.remove(SiteIdentity.FILE));
        assertThat(run("plan")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("+ lb1        file " + SiteIdentity.FILE);
        assertThat(vault().identity().value()).as("of every copy of the vault").contains(identity);
    }

    @Test
    void aCopyOfTheVaultThatCameLaterTakesTheIdentityThatIsThere() throws IOException {
        useOriginalVault("original");
        Files.delete(vault().directory().resolve("identity"));
        SiteIdentity laid = new SiteIdentity("a".repeat(32));
        files.values().forEach(ofMachine -> ofMachine.put(SiteIdentity.FILE, laid + " www.foobar.com\n"));
        assertThat(run("plan")).isZero();
        assertThat(vault().identity().value()).contains(laid);
    }

    /** Applied, it would bring certificates that no machine accepts. */
    @Test
    void anOlderCopyOfTheVaultIsRefusedAndPutAside() throws IOException {
        useOriginalVault("original");
        for (Authority authority : Authority.values()) {
            original.kept(authority).prepare(Instant.now());
            original.kept(authority).switchOver();
            original.kept(authority).forgetPrevious();
        }
        Map<String, Map<String, String>> before = new TreeMap<>(files);
        files.putAll(SmallSite.files(site, original));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said())
                .contains("no machine accepts what it signs: it is an older copy", "tandem vault recover --on lab");
        files.put("lb1", before.get("lb1"));
        assertThat(run("plan"))
                .as("one that was brought back from an old image is ours")
                .isZero();
        files.putAll(SmallSite.files(site, original));
        assertThat(run("vault", "recover")).isZero();
        assertThat(vaultFiles()).anyMatch(file -> file.toString().contains("set-aside-"));
        assertThat(run("plan")).isZero();
    }

    // --- recovery
    // ------------------------------------------------------------------------------------------------

    @Test
    void aVaultIsMadeAgainOfWhatMachinesHold() throws Exception {
        Secrets before = original.secrets(SecretName.neededBy(site));
        assertThat(run("vault", "recover")).isZero();
        assertThat(said())
                .contains(
                        "  database-application         from server1, server2",
                        "  zone-transfer                from lb1, lb2",
                        "  database-monitoring          on no machine that answered: the next apply makes a new one.",
                        "4 of 6 secrets, 21 certificates with their keys",
                        "the next apply replaces both",
                        "Next: tandem plan --on lab; tandem apply --on lab");
        Secrets after = vault().secrets(SecretName.neededBy(site));
        for (SecretName name : SecretName.neededBy(site)) {
            // This site has no migration.
            if (!List.of(SecretName.DATABASE_MONITORING, SecretName.DATABASE_MIGRATION)
                    .contains(name)) {
                assertThat(after.accepted(name)).as(name.value()).isEqualTo(before.accepted(name));
            }
            assertThat(said()).doesNotContain(before.get(name));
        }
        var certificates = original.certificates(CertificateRequest.neededBy(site), Instant.now());
        var recovered = vault().certificates(CertificateRequest.neededBy(site), Instant.now());
        assertThat(recovered.values()).as("in use until they are replaced").isEqualTo(certificates.values());
        for (CertificateUse use : CertificateUse.values()) {
            assertThat(recovered.authoritiesOf(use))
                    .startsWith(certificates.authoritiesOf(use))
                    .isNotEqualTo(certificates.authoritiesOf(use));
        }
        for (Authority authority : Authority.values()) {
            assertThat(vault().kept(authority).phase()).isEqualTo(Phase.PREPARED);
        }
        assertThat(vault().identity().value()).isEqualTo(original.identity().value());
        assertThat(run("plan")).isZero();
    }

    @Test
    void onlyNewAuthoritiesAndWhatLiesNowhereWouldChange() {
        assertThat(run("vault", "recover")).isZero();
        Map<String, Map<String, String>> then = SmallSite.files(site, vault());
        files.forEach((machine, mine) -> mine.forEach((path, content) -> {
            if (!path.endsWith("-authority.crt")) {
                assertThat(then.get(machine).get(path)).as(machine + ":" + path).isEqualTo(content);
            }
        }));
    }

    @Test
    void aVaultThatIsThisSitesIsLeftAsItIs() throws IOException {
        useOriginalVault("original");
        List<Path> before = vaultFiles();
        assertThat(run("vault", "recover")).isZero();
        assertThat(said()).contains("is this site's; nothing was touched.");
        assertThat(vaultFiles()).isEqualTo(before);
    }

    @Test
    void whatAVaultHasOfAnotherSiteIsPutAside() throws IOException {
        useOriginalVault("another");
        String other = Files.readString(vault().directory().resolve("secrets/zone-transfer"));
        assertThat(run("vault", "recover")).isZero();
        assertThat(said()).contains("What the vault had of another site lies in ");
        try (Stream<Path> all = Files.list(vault().directory())) {
            Path aside = all.filter(path -> path.getFileName().toString().startsWith("set-aside-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(aside.resolve("secrets/zone-transfer")).hasContent(other.strip());
            assertThat(aside.resolve("authority/authority.pem")).exists();
        }
        assertThat(run("plan")).isZero();
    }

    @Test
    void oneThatWasCutOffIsNobodysAndGoesOn() throws IOException {
        assertThat(run("vault", "recover")).isZero();
        SiteIdentity identity = vault().identity().value().orElseThrow();
        // As it is just before its end.
        Files.move(vault().directory().resolve("identity"), vault().directory().resolve("recovering"));
        Files.delete(vault().directory().resolve("authority.crt"));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said()).contains("is half recovered. Next: tandem vault recover --on lab");
        assertThat(run("status")).isNotZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("is half recovered. Next: tandem vault recover");
        List<Path> half = vaultFiles();
        assertThat(run("secret", "list")).isZero();
        assertThat(vaultFiles()).as("only looked at").isEqualTo(half);
        assertThat(run("vault", "recover")).isZero();
        assertThat(vault().identity().value()).contains(identity);
        assertThat(vaultFiles()).noneMatch(file -> file.toString().contains("set-aside"));
        assertThat(run("plan")).isZero();
        for (Authority authority : Authority.values()) {
            assertThat(vault().kept(authority).phase()).isEqualTo(Phase.PREPARED);
        }
    }

    /** Replacing JWT_SECRET and the application's password was cut off between two servers. */
    @Test
    void inTheMiddleOfAReplacementBothValuesStayGood() {
        String env = files.get("server2").get(RUNNER);
        files.get("server2")
                .put(
                        RUNNER,
                        env.replaceAll("RUNNER_DATABASE_PASSWORD=\".*\"", "RUNNER_DATABASE_PASSWORD=\"newer\"")
                                .replaceAll(
                                        "JWT_SECRET=\"(.*)\"",
                                        "JWT_SECRET=\"newer-token\"\nJWT_SECRET_PREVIOUS=\"$1\""));
        Secrets before = original.secrets(SecretName.neededBy(site));
        assertThat(run("vault", "recover")).isZero();
        Secrets after = vault().secrets(SecretName.neededBy(site));
        assertThat(after.accepted(SecretName.DATABASE_APPLICATION))
                .containsExactly(before.get(SecretName.DATABASE_APPLICATION), "newer");
        SecretName token = SecretName.environment("JWT_SECRET");
        assertThat(after.accepted(token)).containsExactly(before.get(token), "newer-token");
        assertThat(said())
                .contains("two values, both are accepted. Next, after apply: tandem secret rotate database-application,"
                        + " which replaces both");
    }

    /** The authorities were being replaced when the vault was lost: some machines have certificates of one, some of the other. */
    @Test
    void inTheMiddleOfANewAuthorityBothStayAccepted() {
        var old = original.certificates(CertificateRequest.neededBy(site), Instant.now());
        for (Authority authority : Authority.values()) {
            original.kept(authority).prepare(Instant.now());
            original.kept(authority).switchOver();
        }
        Map<String, Map<String, String>> later = SmallSite.files(site, original);
        files.put("lb1", later.get("lb1"));
        files.put("server1", later.get("server1"));
        assertThat(run("vault", "recover")).isZero();
        var recovered = vault().certificates(CertificateRequest.neededBy(site), Instant.now());
        var now = original.certificates(CertificateRequest.neededBy(site), Instant.now());
        recovered
                .values()
                .forEach((name, certificate) -> assertThat(certificate)
                        .as(name.toString())
                        .isEqualTo((List.of("lb1", "server1")
                                                .contains(name.machine().value())
                                        ? now
                                        : old)
                                .get(name)));
        for (CertificateUse use : CertificateUse.values()) {
            assertThat(recovered.authoritiesOf(use)).contains(old.authoritiesOf(use));
            assertThat(recovered.authoritiesOf(use).split("BEGIN CERTIFICATE", -1))
                    .as("old, new, next")
                    .hasSize(4);
        }
    }

    @Test
    void machinesOfASiteFromBeforeThereWereIdentitiesDo() {
        files.values().forEach(ofMachine -> ofMachine.remove(SiteIdentity.FILE));
        assertThat(run("plan")).isEqualTo(3);
        assertThat(said()).contains("tandem vault recover --on lab");
        assertThat(run("vault", "recover")).isZero();
        assertThat(vault().identity().value()).isEqualTo(original.identity().value());
    }

    @Test
    void aMachineThatIsDownIsWaitedForUnlessItIsNamed() {
        place.silent("server2");
        assertThat(run("vault", "recover")).isEqualTo(3);
        assertThat(said()).contains("not every machine answers", "server2: ", "--without server2");
        assertThat(vault().isEmpty()).isTrue();
        assertThat(run("vault", "recover", "--without", "server3")).isEqualTo(2);
        assertThat(run("vault", "recover", "--without", "server2")).isZero();
        assertThat(said()).contains("  database-application         from server1");
    }

    @Test
    void aMachineThatWasInstalledAgainHoldsNothing() {
        files.put("server1", Map.of());
        assertThat(run("vault", "recover")).isZero();
        assertThat(said()).contains("server1 holds nothing of the site: the next apply makes it anew.", "from server2");
    }

    @Test
    void machinesOfTwoSitesOrOfAnotherNameAreRefused() throws IOException {
        files.put(
                "server2",
                SmallSite.files(site, Vault.open(folder.resolve("another"))).get("server2"));
        assertThat(run("vault", "recover")).isEqualTo(3);
        assertThat(said()).contains("these machines are not all of one site.", "  server2: www.foobar.com, identity ");
        files.remove("server2");
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, Files.readString(file).replace("name: www.foobar.com", "name: shop.foobar.com"));
        assertThat(run("vault", "recover")).isEqualTo(3);
        assertThat(said()).contains("the machines are www.foobar.com's, and site.yaml says shop.foobar.com");
        assertThat(vault().isEmpty()).isTrue();
    }

    /** A key that was written down at the first contact, as any command does, was shown to nobody. */
    @Test
    void machinesThatSshHasNotMetAreShownAndSomebodyIsAsked() throws IOException {
        HostKeys keys = new HostKeys(folder.resolve("known_hosts"));
        place.real(keys);
        for (String address : List.of("10.80.0.11", "10.80.0.12", "10.80.0.21", "10.80.0.22")) {
            keys.remember(address, "ssh-ed25519", "AAAA");
        }
        Path home = Files.createDirectories(folder.resolve("home/.ssh"));
        Files.writeString(home.resolve("known_hosts"), "10.80.0.12,10.80.0.21 ssh-ed25519 AAAA\n");
        String before =
                String.valueOf(System.setProperty("user.home", home.getParent().toString()));
        try {
            assertThat(run("vault", "recover")).as("nobody is at the terminal").isEqualTo(2);
            assertThat(said())
                    .contains("  lb1 (10.80.0.11) ssh-ed25519 SHA256:", "  server2 (10.80.0.22) ssh-ed25519 SHA256:")
                    .doesNotContain("lb2 (", "server1 (");
            assertThat(keys.knows("10.80.0.11")).as("it may be somebody else").isFalse();
            assertThat(keys.knows("10.80.0.12")).isTrue();
            assertThat(vault().isEmpty()).isTrue();
            keys.remember("10.80.0.11", "ssh-ed25519", "AAAA");
            assertThat(run("vault", "recover", "--yes")).isZero();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    /** It was installed again, or somebody else answers. */
    @Test
    void aKeyThatAMachineDidNotShowIsNeitherShownNorForgotten() throws IOException {
        HostKeys keys = new HostKeys(folder.resolve("known_hosts"));
        place.real(keys);
        keys.remember("10.80.0.11", "ssh-ed25519", "AAAA");
        place.changedKey("lb1", true);
        String before = String.valueOf(System.setProperty("user.home", folder.toString()));
        try {
            assertThat(run("vault", "recover", "--yes")).isEqualTo(3);
            assertThat(said())
                    .contains(
                            "lb1: shows another SSH key than " + keys.file() + " has of it",
                            "ssh-keygen -R '10.80.0.11' -f " + keys.file())
                    .doesNotContain("lb1 (10.80.0.11)");
            assertThat(keys.knows("10.80.0.11")).isTrue();
            place.changedKey("lb1", false);
            assertThat(run("vault", "recover", "--yes")).isZero();
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void whereThereIsNoSiteThereIsNothingToRecover() {
        files.clear();
        assertThat(run("vault", "recover")).isEqualTo(3);
        assertThat(said()).contains("no machine that answers holds a site, so there is nothing to recover.");
        assertThat(vault().isEmpty()).isTrue();
        assertThat(said()).contains("Next: tandem plan, for a new site");
        assertThat(run("plan")).as("a new site").isZero();
    }

    @Test
    void ofMachinesThatAllAreSilentNobodyKnowsThatTheyAreNew() {
        List.of("lb1", "lb2", "server1", "server2").forEach(place::silent);
        assertThat(run("vault", "recover")).isEqualTo(3);
        assertThat(said())
                .contains("no machine that answers holds a site", "Next: see whether they are up; then this again")
                .doesNotContain("a new site");
    }
}
