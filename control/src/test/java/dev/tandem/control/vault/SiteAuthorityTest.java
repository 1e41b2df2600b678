package dev.tandem.control.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.Certificate;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final CertificateName NAME = new CertificateName(new MachineName("server1"), CertificateUse.WEB);
    private static final CertificateRequest REQUEST = request("10.80.0.21");
    private static final CertificateRequest VOTER = new CertificateRequest(
            new CertificateName(new MachineName("server1"), CertificateUse.CONSENSUS),
            List.of("server1.consensus.internal"),
            List.of());

    @TempDir
    private Path directory;

    @Test
    void aCertificateIsMadeOutToItsMachineAndUseAndSignedByTheAuthority() throws Exception {
        Certificates certificates = vault().certificates(List.of(REQUEST), NOW);
        X509Certificate leaf =
                KeyedCertificate.parse(certificates.get(NAME).pem()).certificate();
        leaf.verify(authority().certificate().getPublicKey());
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=server1.web.internal");
        assertThat(leaf.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
                .containsExactlyInAnyOrder("server1.web.internal", "10.80.0.21");
        assertThat(leaf.getBasicConstraints()).as("it may sign nothing").isEqualTo(-1);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Issuer.LEAF_LIFETIME));
    }

    @Test
    void theKeyBelongsToTheCertificate() throws Exception {
        KeyedCertificate leaf = KeyedCertificate.parse(
                vault().certificates(List.of(REQUEST), NOW).get(NAME).pem());
        java.security.Signature signature = java.security.Signature.getInstance("SHA256withECDSA");
        signature.initSign(leaf.key());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(leaf.certificate());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
    }

    /** Knot refuses to start with the JDK's own encoding, which has no public key in it (seen with 3.4.6). */
    @Test
    void theKeyIsCompleteAlsoAfterItWasKept() throws Exception {
        vault().certificates(List.of(REQUEST), NOW);
        KeyedCertificate kept = KeyedCertificate.parse(
                vault().certificates(List.of(REQUEST), NOW).get(NAME).pem());
        byte[] point = Arrays.copyOfRange(
                kept.certificate().getPublicKey().getEncoded(),
                kept.certificate().getPublicKey().getEncoded().length - 64,
                kept.certificate().getPublicKey().getEncoded().length);
        assertThat(HexFormat.of().formatHex(kept.key().getEncoded()))
                .contains(HexFormat.of().formatHex(point));
    }

    @Test
    void whatIsStillGoodIsKept() {
        Certificates first = vault().certificates(List.of(REQUEST), NOW);
        Instant justBefore = NOW.plus(Issuer.LEAF_LIFETIME)
                .minus(SiteAuthority.RENEWED_BEFORE_END)
                .minusSeconds(1);
        assertThat(vault().certificates(List.of(REQUEST), justBefore)).isEqualTo(first);
    }

    @Test
    void oneThatEndsWithinThirtyDaysIsRenewedByTheSameAuthority() {
        Certificates first = vault().certificates(List.of(REQUEST), NOW);
        Instant later = NOW.plus(Issuer.LEAF_LIFETIME).minus(Duration.ofDays(30));
        Certificates second = vault().certificates(List.of(REQUEST), later);
        assertThat(second.accepted()).isEqualTo(first.accepted());
        assertThat(second.get(NAME).pem()).isNotEqualTo(first.get(NAME).pem());
        assertThat(second.get(NAME).notAfter()).isEqualTo(later.plus(Issuer.LEAF_LIFETIME));
    }

    @Test
    void noCertificateOutlivesTheAuthority() {
        Vault vault = vault();
        vault.certificates(List.of(), NOW);
        Instant authorityEnds = NOW.plus(Issuer.AUTHORITY_LIFETIME);
        Certificate leaf = vault.certificates(List.of(REQUEST), authorityEnds.minus(Duration.ofDays(100)))
                .get(NAME);
        assertThat(leaf.notAfter()).isEqualTo(authorityEnds);
    }

    @Test
    void aMachineWithAnotherAddressGetsANewCertificate() {
        Certificates first = vault().certificates(List.of(REQUEST), NOW);
        Certificates second = vault().certificates(List.of(request("10.80.0.29")), NOW);
        assertThat(second.get(NAME)).isNotEqualTo(first.get(NAME));
    }

    /** Whoever trusts the present authority alone must be told of the next one before he meets its certificates. */
    @Test
    void anAuthorityIsReplacedInStepsOfWhichEachWorks() throws Exception {
        Certificates first = vault().certificates(List.of(REQUEST, VOTER), NOW);
        String old = first.authoritiesOf(CertificateUse.WEB);
        KeptAuthority kept = vault().kept(Authority.SITE);

        kept.prepare(NOW);
        Certificates prepared = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(prepared.values()).as("in use").isEqualTo(first.values());
        assertThat(prepared.authoritiesOf(CertificateUse.WEB)).startsWith(old).hasSizeGreaterThan(old.length());

        kept.switchOver();
        Certificates switched = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(switched.get(NAME)).isNotEqualTo(first.get(NAME));
        assertThat(switched.authoritiesOf(CertificateUse.WEB)).endsWith(old);
        assertThat(switched.get(VOTER.name())).as("of the other authority").isEqualTo(first.get(VOTER.name()));

        kept.forgetPrevious();
        Certificates last = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(last.values()).isEqualTo(switched.values());
        assertThat(last.authoritiesOf(CertificateUse.WEB)).doesNotContain(old);
        KeyedCertificate.parse(last.get(NAME).pem())
                .certificate()
                .verify(authority().certificate().getPublicKey());
    }

    /** The machines' certificates stay, and what they trust is known: it is as if a replacement had begun. */
    @Test
    void anAuthorityThatWasLostIsReplacedInTheSameSteps() throws IOException {
        Certificates first = vault().certificates(List.of(REQUEST, VOTER), NOW);
        for (String word : List.of("authority", "consensus")) {
            Files.delete(directory.resolve("authority/" + word + ".pem"));
        }
        Certificates second = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(second.values()).isEqualTo(first.values());
        for (CertificateUse use : List.of(CertificateUse.WEB, CertificateUse.CONSENSUS)) {
            assertThat(second.authoritiesOf(use))
                    .startsWith(first.authoritiesOf(use))
                    .isNotEqualTo(first.authoritiesOf(use));
        }
        assertThat(vault().certificates(List.of(request("10.80.0.29")), NOW).get(NAME))
                .as("what is needed meanwhile, the next one signs")
                .isNotEqualTo(first.get(NAME));
        assertThat(vault().certificates(List.of(request("10.80.0.29")), NOW))
                .isEqualTo(vault().certificates(List.of(request("10.80.0.29")), NOW));
        KeptAuthority kept = vault().kept(Authority.SITE);
        assertThat(kept.phase()).isEqualTo(Phase.PREPARED);
        kept.switchOver();
        kept.forgetPrevious();
        assertThat(vault().certificates(List.of(REQUEST), NOW).authoritiesOf(CertificateUse.WEB))
                .doesNotContain(first.authoritiesOf(CertificateUse.WEB));
    }

    /** Signed by the next one, which nobody accepts yet, it would have its machine refused until the others have had their turn. */
    @Test
    void whatEndsSoonWaitsForTheAuthorityThatReplacesALostOne() throws IOException {
        Certificates first = vault().certificates(List.of(REQUEST, VOTER), NOW);
        for (String word : List.of("authority", "consensus")) {
            Files.delete(directory.resolve("authority/" + word + ".pem"));
        }
        Instant later = NOW.plus(Issuer.LEAF_LIFETIME).minus(Duration.ofDays(10));
        assertThat(vault().certificates(List.of(REQUEST, VOTER), later).values())
                .as("accepted everywhere")
                .isEqualTo(first.values());
        for (Authority authority : Authority.values()) {
            vault().kept(authority).switchOver();
        }
        assertThat(vault().certificates(List.of(REQUEST, VOTER), later).values().values())
                .allSatisfy(
                        certificate -> assertThat(certificate.notAfter()).isEqualTo(later.plus(Issuer.LEAF_LIFETIME)));
    }

    @Test
    void oneThatHasEndedWaitsForNothing() throws IOException {
        vault().certificates(List.of(REQUEST), NOW);
        Files.delete(directory.resolve("authority/authority.pem"));
        Instant ended = NOW.plus(Issuer.LEAF_LIFETIME);
        assertThat(vault().certificates(List.of(REQUEST), ended).get(NAME).notAfter())
                .isEqualTo(ended.plus(Issuer.LEAF_LIFETIME));
    }

    /** Some machines have certificates of the old one then, some of the new one. */
    @Test
    void anAuthorityThatWasLostWhileItWasReplacedIsAcceptedWithTheOther() throws IOException {
        Certificates first = vault().certificates(List.of(REQUEST, VOTER), NOW);
        KeptAuthority kept = vault().kept(Authority.SITE);
        kept.prepare(NOW);
        kept.switchOver();
        CertificateRequest other = new CertificateRequest(
                new CertificateName(new MachineName("server2"), CertificateUse.WEB),
                List.of("server2.web.internal"),
                List.of());
        Path before = directory.resolve("certificates/server1/web.pem");
        String ofTheOld = Files.readString(before);
        Certificates second = vault().certificates(List.of(REQUEST, VOTER, other), NOW);
        Files.writeString(before, ofTheOld);
        for (String file : List.of("authority.pem", "authority.pem.previous")) {
            Files.delete(directory.resolve("authority").resolve(file));
        }
        Certificates third = vault().certificates(List.of(REQUEST, VOTER, other), NOW);
        assertThat(third.authoritiesOf(CertificateUse.WEB)).startsWith(second.authoritiesOf(CertificateUse.WEB));
        assertThat(third.get(NAME)).as("signed by the old one").isEqualTo(first.get(NAME));
        assertThat(third.get(other.name())).as("signed by the new one").isEqualTo(second.get(other.name()));
    }

    /** The vote's is healed after the site's; cut off between the two, it is not taken for one that never was. */
    @Test
    void healingThatWasCutOffGoesOn() throws IOException {
        Certificates first = vault().certificates(List.of(REQUEST, VOTER), NOW);
        for (String word : List.of("authority", "consensus")) {
            Files.delete(directory.resolve("authority/" + word + ".pem"));
        }
        vault().kept(Authority.SITE).prepare(NOW);
        Certificates second = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(second.authoritiesOf(CertificateUse.CONSENSUS))
                .startsWith(first.authoritiesOf(CertificateUse.CONSENSUS));
        assertThat(second.values()).isEqualTo(first.values());
    }

    /** A vault from the time when one authority signed for all: its voters trust that one. */
    @Test
    void theVoteGetsAnAuthorityOfItsOwnInTheSameSteps() throws IOException {
        Certificates site = vault().certificates(List.of(REQUEST), NOW);
        Files.delete(directory.resolve("authority/consensus.pem"));
        Files.delete(directory.resolve("consensus.crt"));
        Files.writeString(
                directory.resolve("certificates/server1/consensus.pem"),
                new String(Files.readAllBytes(directory.resolve("certificates/server1/web.pem")), US_ASCII));
        Certificates certificates = vault().certificates(List.of(REQUEST, VOTER), NOW);
        assertThat(certificates.authoritiesOf(CertificateUse.CONSENSUS))
                .startsWith(site.authoritiesOf(CertificateUse.WEB))
                .isNotEqualTo(site.authoritiesOf(CertificateUse.WEB));
        assertThat(certificates.authoritiesOf(CertificateUse.WEB)).isEqualTo(site.authoritiesOf(CertificateUse.WEB));
        assertThat(vault().kept(Authority.CONSENSUS).phase()).isEqualTo(Phase.PREPARED);
    }

    @Test
    void whatTheSitesAuthoritySignedOpensNoVote() throws Exception {
        Certificates certificates = vault().certificates(List.of(REQUEST, VOTER), NOW);
        X509Certificate vote =
                KeyedCertificate.certificate(certificates.authoritiesOf(CertificateUse.CONSENSUS_CLIENT));
        for (CertificateUse use : CertificateUse.values()) {
            boolean votes = use == CertificateUse.CONSENSUS || use == CertificateUse.CONSENSUS_CLIENT;
            CertificateName name = new CertificateName(new MachineName("server1"), use);
            CertificateRequest request = new CertificateRequest(name, List.of(name.internalName()), List.of());
            X509Certificate leaf = KeyedCertificate.certificate(
                    vault().certificates(List.of(request), NOW).get(name).pem());
            assertThat(HeldAuthority.lost(List.of(vote)).signed(leaf))
                    .as(use.word())
                    .isEqualTo(votes);
        }
    }

    @Test
    void aDamagedAuthorityIsNotReplacedSilently() throws IOException {
        vault().certificates(List.of(REQUEST), NOW);
        Path file = directory.resolve("authority/authority.pem");
        Files.writeString(file, "half a fi");
        assertThatThrownBy(() -> vault().certificates(List.of(REQUEST), NOW))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("authority.pem")
                .hasMessageContaining("Bring it back from a copy");
        assertThat(file).hasContent("half a fi");
    }

    /** It says what the others say, and is written anew of them. */
    @Test
    void aDamagedOpenFileIsMadeWholeUnlessItIsAllThereIs() throws IOException {
        vault().certificates(List.of(REQUEST), NOW);
        Path open = directory.resolve("authority.crt");
        String whole = Files.readString(open);
        for (byte[] damaged : List.of("x".getBytes(US_ASCII), new byte[] {0x30, (byte) 0x82, 1, (byte) 0xff})) {
            Files.write(open, damaged);
            assertThat(vault().knownAuthorities()).hasSize(2);
            vault().certificates(List.of(REQUEST), NOW);
            assertThat(open).hasContent(whole);
        }
        Files.writeString(open, "x");
        Files.delete(directory.resolve("authority/authority.pem"));
        assertThatThrownBy(() -> vault().knownAuthorities())
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("authority.crt is not an authority's certificate")
                .hasMessageContaining("remove it, and tandem vault recover");
    }

    @Test
    void aCertificateWithADamagedKeyIsMadeAnew() throws IOException {
        Certificates first = vault().certificates(List.of(REQUEST), NOW);
        Path file = directory.resolve("certificates/server1/web.pem");
        Files.writeString(
                file,
                Files.readString(file).replaceFirst("(BEGIN PRIVATE KEY-----\\n)[\\s\\S]*?(\\n-----END)", "$1abcde$2"));
        assertThat(vault().certificates(List.of(REQUEST), NOW).get(NAME)).isNotEqualTo(first.get(NAME));
    }

    @Test
    void nobodyElseMayReadTheKeys() throws IOException {
        vault().certificates(List.of(REQUEST), NOW);
        for (String file : List.of("authority/authority.pem", "certificates/server1/web.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void noKeyIsPrinted() throws Exception {
        Certificate certificate = vault().certificates(List.of(REQUEST), NOW).get(NAME);
        assertThat(certificate.toString()).doesNotContain("KEY");
        assertThat(authority().toString()).isEqualTo("KeyedCertificate[CN=Tandem site authority]");
    }

    private Vault vault() {
        return Vault.open(directory);
    }

    private KeyedCertificate authority() throws Exception {
        return KeyedCertificate.parse(Files.readString(directory.resolve("authority/authority.pem")));
    }

    private static CertificateRequest request(String address) {
        return new CertificateRequest(NAME, List.of(NAME.internalName()), List.of(Ipv4Address.parse(address)));
    }
}
