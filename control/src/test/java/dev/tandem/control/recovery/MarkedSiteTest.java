package dev.tandem.control.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose machines are, by what they show. */
class MarkedSiteTest {
    private static final Optional<SiteIdentity> ONE = Optional.of(new SiteIdentity("1".repeat(32)));
    private static final Optional<SiteIdentity> TWO = Optional.of(new SiteIdentity("2".repeat(32)));
    private static final Optional<SiteIdentity> NONE = Optional.empty();

    @TempDir
    Path folder;

    private int vaults;

    @Test
    void theIdentitySaysWhoseAMachineIsWhateverItsCertificates() {
        X509Certificate mine = authority();
        assertThat(Belonging.of(mark(ONE), ONE, Set.of())).isInstanceOf(Belonging.Ours.class);
        assertThat(Belonging.of(mark(TWO, mine), ONE, Set.of(mine))).isInstanceOf(Belonging.AnotherSites.class);
        assertThat(Belonging.of(mark(ONE), NONE, Set.of())).isInstanceOf(Belonging.AnotherSites.class);
    }

    @Test
    void withoutOneItsCertificatesDo() {
        X509Certificate mine = authority();
        X509Certificate other = authority();
        assertThat(Belonging.of(mark(NONE, other, mine), ONE, Set.of(mine))).isInstanceOf(Belonging.Ours.class);
        assertThat(Belonging.of(mark(NONE, other), ONE, Set.of(mine))).isInstanceOf(Belonging.AnotherSites.class);
        assertThat(Belonging.of(mark(NONE, other), NONE, Set.of())).isInstanceOf(Belonging.AnotherSites.class);
    }

    @Test
    void aMachineWithNothingIsNobodys() {
        assertThat(Belonging.of(mark(NONE), ONE, Set.of(authority()))).isInstanceOf(Belonging.Nobodys.class);
        assertThat(MarkedSite.of(marks(mark(NONE), mark(NONE)))).isEmpty();
    }

    @Test
    void machinesOfOneSiteAreOneThoughSomeHaveNoIdentityYet() {
        X509Certificate old = authority();
        X509Certificate now = authority();
        List<MarkedSite> sites = MarkedSite.of(marks(mark(NONE, old), mark(ONE), mark(ONE, now, old), mark(NONE, now)));
        assertThat(sites).hasSize(1);
        assertThat(sites.getFirst().identity()).isEqualTo(ONE.orElseThrow());
        assertThat(sites.getFirst().accepted().get(Authority.SITE)).containsExactly(old, now);
        assertThat(sites.getFirst().machines().keySet().stream().map(MachineName::value))
                .containsExactly("m1", "m2", "m3", "m4");
    }

    /** Root on one machine writes there what he likes. The next apply would have it accepted everywhere. */
    @Test
    void anAuthorityThatOneMachineAloneKnowsIsNotTaken() {
        X509Certificate ours = authority();
        X509Certificate his = authority();
        assertThat(accepted(mark(ONE, ours), mark(ONE, ours, his))).containsExactly(ours);
        assertThat(accepted(mark(ONE, his, ours), mark(ONE, ours), mark(ONE, ours)))
                .containsExactly(ours);
        assertThat(accepted(mark(ONE, his), mark(ONE, ours), mark(ONE, ours))).containsExactly(ours);
        assertThat(accepted(mark(ONE, ours, his), mark(ONE, ours, his), mark(ONE, ours)))
                .as("a replacement under way")
                .containsExactly(ours, his);
        assertThat(accepted(mark(ONE, ours), mark(ONE)))
                .as("of one machine there is no other word")
                .containsExactly(ours);
    }

    @Test
    void machinesThatAgreeOnNoAuthorityAreNamedWithWhatTheyAccept() {
        X509Certificate ours = authority();
        X509Certificate his = authority();
        assertThatIllegalStateException()
                .isThrownBy(() -> accepted(mark(ONE, ours), mark(ONE, his)))
                .withMessageContaining("m1: " + Vault.following(ours))
                .withMessageContaining("m2: " + Vault.following(his));
    }

    private static List<X509Certificate> accepted(MachineMark... marks) {
        return MarkedSite.of(marks(marks)).getFirst().accepted().get(Authority.SITE);
    }

    @Test
    void machinesOfTwoSitesAreTwo() {
        X509Certificate shared = authority();
        assertThat(MarkedSite.of(marks(mark(ONE), mark(TWO), mark(ONE)))).hasSize(2);
        assertThat(MarkedSite.of(marks(mark(ONE, shared), mark(TWO, shared))))
                .as("one of ours that somebody else begins to take")
                .hasSize(2);
        assertThat(MarkedSite.of(marks(mark(NONE, authority()), mark(NONE, authority()))))
                .hasSize(2);
    }

    @Test
    void aSiteFromBeforeThereWereIdentitiesHasTheOneThatItsOwnVaultWouldMake() {
        Vault vault = vault();
        X509Certificate authority = vault.knownAuthorities().iterator().next();
        assertThat(MarkedSite.of(marks(mark(NONE, authority))).getFirst().identity())
                .isEqualTo(vault.identity(Instant.EPOCH));
    }

    private X509Certificate authority() {
        return vault().knownAuthorities().iterator().next();
    }

    /** One that has made the site's authority and not yet the vote's. */
    private Vault vault() {
        vaults++;
        Vault vault = Vault.open(folder.resolve("vault" + vaults));
        vault.kept(Authority.SITE).prepare(Instant.EPOCH);
        vault.kept(Authority.SITE).switchOver();
        vault.kept(Authority.SITE).forgetPrevious();
        return vault;
    }

    private static MachineMark mark(Optional<SiteIdentity> identity, X509Certificate... accepted) {
        return new MachineMark(
                identity,
                Optional.empty(),
                accepted.length == 0 ? Map.of() : Map.of(Authority.SITE, List.of(accepted)));
    }

    private static Map<MachineName, MachineMark> marks(MachineMark... marks) {
        Map<MachineName, MachineMark> all = new LinkedHashMap<>();
        for (int index = 0; index < marks.length; index++) {
            all.put(new MachineName("m" + (index + 1)), marks[index]);
        }
        return all;
    }
}
