package dev.tandem.control.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.credentials.Certificate;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.vault.DamagedFileException;
import dev.tandem.control.vault.KeptRotation.Step;
import dev.tandem.control.vault.KeptRotation.UnderWay;
import dev.tandem.control.vault.Phase;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are replaced together, and cut off anywhere the same goes on. */
class TogetherRotationTest {
    private static final Site SITE = Sites.usual();
    private static final List<SecretName> NAMES = SecretName.neededBy(SITE);
    private static final SecretName TOKEN = SecretName.environment("TOKEN_KEY");
    private static final SecretName PASSWORD = SecretName.DATABASE_APPLICATION;
    private static final List<CertificateName> CERTIFICATES = CertificateRequest.neededBy(SITE).stream()
            .map(CertificateRequest::name)
            .toList();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Machines machines;
    private Secrets before;
    private Map<CertificateName, Certificate> keysBefore;

    /** Ends the process at one of the calls to it, as Ctrl-C or a lost computer does. */
    private final class Machines implements Rotation.Machines {
        private final List<Secrets> applied = new ArrayList<>();
        private int calls;
        private int lastOne = Integer.MAX_VALUE;
        private boolean somethingElseIsPending;

        Machines() {
            applied.add(secrets());
        }

        private void call() {
            calls++;
            if (calls > lastOne) {
                throw new IllegalStateException("cut off");
            }
        }

        @Override
        public void requireNothingPending() {
            call();
            if (isPending()) {
                throw new CommandFailure(Exit.REFUSED, "the site is not as site.yaml says");
            }
        }

        @Override
        public boolean isPending() {
            return somethingElseIsPending || !applied.getLast().equals(secrets());
        }

        @Override
        public void apply() {
            call();
            if (isPending()) {
                somethingElseIsPending = false;
                requireNobodyRefused(applied.getLast(), secrets());
                applied.add(secrets());
            }
            call();
        }

        @Override
        public void awaitReplicas() {
            call();
        }

        /** Machines change one after the other: what one uses, the other must accept, whoever is first. */
        private static void requireNobodyRefused(Secrets old, Secrets now) {
            for (SecretName name : NAMES) {
                assertThat(now.accepted(name)).as(name.value()).contains(old.get(name));
                assertThat(old.accepted(name)).as(name.value()).contains(now.get(name));
            }
        }
    }

    @BeforeEach
    void aSteadySite() {
        before = secrets();
        keysBefore = certificates();
        machines = new Machines();
    }

    @Test
    void everythingIsNewAfterThreeAppliesOfWhichEachWorks() {
        UnderWay done = rotateAll();
        requireAllNew();
        assertThat(InterruptedRotation.words(done))
                .isEqualTo(NAMES.size() + " secrets and " + CERTIFICATES.size() + " certificates");
        assertThat(machines.applied).as("with the one before").hasSize(4);
        assertThat(vault().kept(TOKEN).phase())
                .as("what users were given stays good")
                .isEqualTo(Phase.SWITCHED);
        assertThat(vault().kept(PASSWORD).phase()).isEqualTo(Phase.STEADY);
        assertThat(vault().rotation().underWay()).isEmpty();
    }

    @Test
    void cutOffAtAnyCallTheSameCommandGoesOnAndReplacesNothingTwice() {
        int all = callsOfAWholeOne();
        for (int last = 1; last < all; last++) {
            aSteadySite();
            machines.lastOne = last;
            assertThatThrownBy(this::rotateAll).hasMessage("cut off");
            machines.lastOne = Integer.MAX_VALUE;
            rotateAll();
            requireAllNew();
            assertThat(machines.applied).as("cut off after call " + last).hasSizeLessThanOrEqualTo(5);
            assertThat(distinct(PASSWORD))
                    .as("values in use, cut off after call " + last)
                    .isEqualTo(2);
        }
    }

    private int callsOfAWholeOne() {
        rotateAll();
        assertThat(machines.calls).isGreaterThan(6);
        return machines.calls;
    }

    private long distinct(SecretName name) {
        return machines.applied.stream().map(each -> each.get(name)).distinct().count();
    }

    @Test
    void anotherOneIsRefusedUntilTheInterruptedOneHasEnded() {
        machines.lastOne = 2;
        assertThatThrownBy(() -> rotation().run(List.of(PASSWORD), List.of())).hasMessage("cut off");
        machines.lastOne = Integer.MAX_VALUE;
        assertThatThrownBy(this::rotateAll)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a replacement of database-application was interrupted and goes first")
                .hasMessageContaining("tandem secret rotate database-application");
        rotation().run(List.of(PASSWORD), List.of());
        assertThat(words()).contains("An interrupted replacement of database-application goes on.");
        rotateAll();
        requireAllNew();
    }

    @Test
    void oneOfManyThatAreUnderWayGoesOnWithAll() {
        machines.lastOne = 2;
        assertThatThrownBy(this::rotateAll).hasMessage("cut off");
        machines.lastOne = Integer.MAX_VALUE;
        assertThat(rotation().run(List.of(PASSWORD), List.of()).secrets()).isEqualTo(NAMES);
        requireAllNew();
    }

    /** By a version without a journal, or found on machines by {@code vault recover}: a third value would be accepted nowhere. */
    @Test
    void whatIsHalfReplacedByItsOwnFilesAloneIsReplacedWithTheRest() {
        vault().kept(PASSWORD).prepare();
        vault().kept(PASSWORD).switchOver();
        vault().kept(SecretName.ZONE_TRANSFER).prepare();
        machines = new Machines();
        String half = secrets().get(PASSWORD);
        rotateAll();
        requireAllNew();
        assertThat(secrets().accepted(PASSWORD)).doesNotContain(half);
        assertThat(words()).contains("An interrupted replacement of zone-transfer goes on.");
    }

    @Test
    void oneThatWasHalfReplacedIsEndedAndNotReplacedOnceMore() {
        vault().kept(PASSWORD).prepare();
        String next = secrets().accepted(PASSWORD).getLast();
        machines = new Machines();
        rotation().run(List.of(PASSWORD), List.of());
        assertThat(secrets().accepted(PASSWORD)).containsExactly(next);
    }

    /** Found on machines by {@code vault recover}: which one is newer nobody knows, and either may be the one that leaked. */
    @Test
    void ofTwoValuesThatAreBothAcceptedNeitherStays() {
        vault().kept(PASSWORD).prepare();
        vault().kept(PASSWORD).switchOver();
        List<String> both = secrets().accepted(PASSWORD);
        machines = new Machines();
        rotation().run(List.of(PASSWORD), List.of());
        assertThat(secrets().accepted(PASSWORD)).hasSize(1).doesNotContainAnyElementsOf(both);
        assertThat(distinct(PASSWORD)).as("values in use").isEqualTo(2);
    }

    /** It rests between two values until somebody retires the first, and is not half replaced then. */
    @Test
    void whatElseIsPendingIsRolledOutByNoRotation() {
        rotation().run(List.of(TOKEN), List.of());
        requireRefusedWhileSomethingElseIsPending();
        vault().kept(PASSWORD).prepare();
        requireRefusedWhileSomethingElseIsPending();
    }

    private void requireRefusedWhileSomethingElseIsPending() {
        machines = new Machines();
        machines.somethingElseIsPending = true;
        Secrets rests = secrets();
        for (List<SecretName> names : List.of(List.of(TOKEN), List.of(PASSWORD), NAMES)) {
            assertThatThrownBy(() -> rotation().run(names, List.of()))
                    .hasMessage("the site is not as site.yaml says")
                    .extracting(failure -> ((CommandFailure) failure).exit())
                    .isEqualTo(Exit.REFUSED);
        }
        assertThat(machines.applied).hasSize(1);
        assertThat(secrets()).isEqualTo(rests);
        assertThat(vault().rotation().underWay()).isEmpty();
    }

    @Test
    void anApplyEndsWhatIsInUseEverywhereAndTheNextRotationIsAWholeOne() {
        rotation().run(List.of(PASSWORD), List.of());
        int all = machines.calls;
        String first = secrets().get(PASSWORD);
        for (int last : List.of(all - 2, all - 1)) {
            machines = new Machines();
            machines.lastOne = last;
            assertThatThrownBy(() -> rotation().run(List.of(PASSWORD), List.of()))
                    .hasMessage("cut off");
            machines.lastOne = Integer.MAX_VALUE;
            String second = secrets().get(PASSWORD);
            rotation().endWhatIsInUse();
            assertThat(vault().rotation().underWay()).isEmpty();
            assertThat(machines.applied.getLast()).isEqualTo(secrets());
            assertThat(secrets().accepted(PASSWORD)).containsExactly(second);
            rotation().run(List.of(PASSWORD), List.of());
            assertThat(secrets().get(PASSWORD)).isNotIn(first, second);
        }
    }

    @Test
    void anApplyLeavesWhatIsNotInUseEverywhereToWhoReplacesIt() {
        machines.lastOne = 4;
        assertThatThrownBy(this::rotateAll).hasMessage("cut off");
        UnderWay before = vault().rotation().underWay().orElseThrow();
        assertThat(before.step()).isNotEqualTo(Step.END);
        machines.lastOne = Integer.MAX_VALUE;
        rotation().endWhatIsInUse();
        assertThat(vault().rotation().underWay()).contains(before);
        assertThat(machines.applied).hasSizeLessThan(3);
    }

    @Test
    void certificatesThatAreBeingReplacedAreNamedAsTheyAreTyped() {
        CertificateName one = CERTIFICATES.getLast();
        vault().rotation().keep(new UnderWay(Step.USE, List.of(), List.of(one)));
        assertThatThrownBy(this::rotateAll)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a replacement of certificate/" + one + " was interrupted and goes first")
                .hasMessageContaining("tandem secret rotate certificate/" + one + ";");
        rotation().run(List.of(), List.of(one));
        rotateAll();
        requireAllNew();
    }

    /** A machine went down for good in the middle, a variable was taken out: nobody could name them any more. */
    @Test
    void whatTheSiteNoLongerHasKeepsNothingFromBeingReplaced() {
        SecretName gone = SecretName.environment("GONE");
        CertificateName ofGone = new CertificateName(
                new MachineName("gone"), CERTIFICATES.getFirst().use());
        vault().rotation().keep(new UnderWay(Step.ACCEPT, List.of(gone), List.of(ofGone)));
        rotateAll();
        requireAllNew();
        vault().rotation().keep(new UnderWay(Step.ACCEPT, List.of(gone, PASSWORD), List.of(ofGone)));
        assertThatThrownBy(this::rotateAll).hasMessageContaining("tandem secret rotate database-application;");
        vault().kept(PASSWORD).prepare();
        assertThat(rotation().run(List.of(PASSWORD), List.of()).secrets()).containsExactly(PASSWORD);
        assertThat(vault().rotation().underWay()).isEmpty();
    }

    @Test
    void nothingBeginsOnASiteThatIsNotAsItShouldBe() {
        vault().kept(TOKEN).prepare();
        vault().kept(TOKEN).switchOver();
        vault().kept(TOKEN).forgetPrevious();
        assertThatThrownBy(this::rotateAll).isInstanceOf(CommandFailure.class);
        assertThat(vault().rotation().underWay()).isEmpty();
        assertThat(vault().kept(PASSWORD).phase()).isEqualTo(Phase.STEADY);
    }

    @Test
    void certificatesAloneNeedOneApply() {
        CertificateName one = CERTIFICATES.getFirst();
        UnderWay done = rotation().run(List.of(), List.of(one));
        assertThat(InterruptedRotation.words(done)).isEqualTo("certificate/" + one);
        assertThat(certificates().get(one)).isNotEqualTo(keysBefore.get(one));
        assertThat(certificates().get(CERTIFICATES.getLast())).isEqualTo(keysBefore.get(CERTIFICATES.getLast()));
        assertThat(secrets()).isEqualTo(before);
        assertThat(words()).doesNotContain("Step 1", "Step 3");
    }

    @Test
    void theJournalIsReadAsItWasWrittenAndSomethingElseIsSaid() throws IOException {
        UnderWay underWay = new UnderWay(Step.USE, NAMES, CERTIFICATES);
        vault().rotation().keep(underWay);
        assertThat(vault().rotation().underWay()).contains(underWay);
        Files.writeString(folder.resolve("rotation"), "USE\ncertificate server1/nonsense\n");
        assertThatThrownBy(() -> vault().rotation().underWay())
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("'server1/nonsense' is no certificate's name")
                .hasMessageContaining("Next: remove it");
    }

    // --- parts of tests
    // ------------------------------------------------------------------------------------------------

    private UnderWay rotateAll() {
        return rotation().run(NAMES, CERTIFICATES);
    }

    private Rotation rotation() {
        Talk talk = new Talk(new PrintStream(said, true, StandardCharsets.UTF_8), false);
        return new Rotation(vault(), SITE, talk, machines);
    }

    private void requireAllNew() {
        for (SecretName name : NAMES) {
            assertThat(secrets().get(name)).as(name.value()).isNotEqualTo(before.get(name));
            if (!name.isOfApplication()) {
                assertThat(secrets().accepted(name)).as(name.value()).hasSize(1);
            }
        }
        assertThat(certificates().values()).doesNotContainAnyElementsOf(keysBefore.values());
    }

    private String words() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private Vault vault() {
        return Vault.open(folder);
    }

    private Secrets secrets() {
        return vault().secrets(NAMES);
    }

    private Map<CertificateName, Certificate> certificates() {
        return vault().certificates(CertificateRequest.neededBy(SITE), Instant.now())
                .values();
    }
}
