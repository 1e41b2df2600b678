package dev.tandem.control.render.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.state.desired.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RenderingTest {
    enum Case {
        USUAL,
        ACTIVE_PASSIVE,
        THREE_SERVERS,
        SEPARATE,
        SINGLE,
        PUBLIC_CERTIFICATE,
        PUBLIC_CERTIFICATE_SINGLE;

        Site site() {
            return switch (this) {
                case USUAL -> Sites.usual();
                case ACTIVE_PASSIVE -> Sites.activePassive();
                case THREE_SERVERS -> Sites.threeServers();
                case SEPARATE -> Sites.separate();
                case SINGLE -> Sites.single();
                case PUBLIC_CERTIFICATE -> Sites.withPublicCertificate(Sites.separate());
                case PUBLIC_CERTIFICATE_SINGLE -> Sites.withPublicCertificate(Sites.single());
            };
        }

        List<DesiredMachine> desired() {
            return Rendering.desired(Sites.request(site()));
        }

        String folder() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @BeforeAll
    static void writeGoldenFilesWhenAsked() throws IOException {
        if (Golden.isToBeWritten()) {
            Golden.write(Golden.stored(rendered()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFileIsAsItsGoldenFile(Case site) throws IOException {
        SortedMap<String, String> rendered = Golden.of(site.desired());
        SortedMap<String, String> golden = Golden.read(site.folder());
        assertThat(rendered.keySet()).isEqualTo(golden.keySet());
        rendered.forEach((path, content) -> assertThat(content).as(path).isEqualTo(golden.get(path)));
    }

    /** Nothing is left over from a case that is not rendered so any more, and a later change shows once. */
    @Test
    void everyContentIsStoredOnceAndNothingElse() throws IOException {
        SortedMap<String, String> stored = Golden.readStored();
        SortedMap<String, String> wanted = Golden.stored(rendered());
        assertThat(stored.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((path, content) -> assertThat(stored.get(path)).as(path).isEqualTo(content));
        List<String> contents = stored.entrySet().stream()
                .filter(file -> file.getKey().contains("/"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(contents).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void equalSitesGiveEqualBytes(Case site) {
        List<DesiredMachine> first = site.desired();
        List<DesiredMachine> second = site.desired();
        assertThat(second).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void theOrderInWhichMapsWereFilledDoesNotShow() {
        Site site = Sites.usual();
        Map<SecretName, Secret> reversed = new LinkedHashMap<>();
        Sites.secrets(site).values().entrySet().stream()
                .sorted(Map.Entry.<SecretName, Secret>comparingByKey().reversed())
                .forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
        assertThat(Rendering.desired(Sites.request(site, new Secrets(reversed))))
                .isEqualTo(Rendering.desired(Sites.request(site)));
    }

    @ParameterizedTest
    @EnumSource
    void machinesComeInTheOrderOfTheFileAndComponentsInTheOrderOfStages(Case site) {
        List<DesiredMachine> desired = site.desired();
        assertThat(desired)
                .extracting(DesiredMachine::machine)
                .containsExactlyElementsOf(
                        site.site().machines().stream().map(Machine::name).toList());
        for (DesiredMachine machine : desired) {
            assertThat(machine.components())
                    .extracting(Component::stage)
                    .isSortedAccordingTo(Comparator.naturalOrder());
            assertThat(machine.components()).extracting(Component::name).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecretIsOnlyInFilesThatAreMarkedSecret(Case site) {
        Stream<ManagedFile> open = files(site.desired()).filter(file -> !file.secret());
        List<String> secrets = Sites.secrets(site.site()).values().values().stream()
                .map(Secret::value)
                .toList();
        assertThat(open).allSatisfy(file -> assertThat(file.content()).doesNotContain(secrets));
    }

    /** One replaces the other; the first is in use and the second comes, or is the one before. */
    @Test
    void ofTwoValuesBothAreWhereTheyAreAcceptedAndOneWhereItIsPresented() {
        Site site = Sites.usual();
        Secrets steady = Sites.secrets(site);
        Map<SecretName, Secret> others = new HashMap<>();
        steady.values().forEach((name, _) -> others.put(name, new Secret("b3RoZXIgdGhhbiB0aGUgZmlyc3QgIG9m" + name)));
        List<DesiredMachine> desired = Rendering.desired(Sites.request(site, new Secrets(steady.values(), others)));

        assertThat(content(desired, "server1", "/etc/tandem/runner.env"))
                .contains("TOKEN_KEY=\"secret-of-environment/TOKEN_KEY\"")
                .contains("TOKEN_KEY_PREVIOUS=\""
                        + others.get(SecretName.environment("TOKEN_KEY")).value())
                .contains("RUNNER_DATABASE_PASSWORD=\"secret-of-database-application\"")
                .doesNotContain(others.get(SecretName.DATABASE_APPLICATION).value());
        assertThat(content(desired, "server2", "/etc/tandem/replication.password"))
                .isEqualTo("secret-of-database-replication\n");
        assertThat(content(desired, "lb1", "/etc/knot/transfer-key.conf"))
                .contains(steady.get(SecretName.ZONE_TRANSFER))
                .contains(others.get(SecretName.ZONE_TRANSFER).value());
        assertThat(content(desired, "lb1", "/etc/knot/knot.conf"))
                .containsPattern("(?m)^    key: transfer-b81eefde$")
                .containsPattern("(?m)^    key: \\[ transfer-[0-9a-f]{8}, transfer-[0-9a-f]{8} ]$");
        assertThat(files(desired).filter(file -> !file.secret()))
                .allSatisfy(file -> assertThat(file.content())
                        .doesNotContain(
                                others.values().stream().map(Secret::value).toList()));
    }

    /** Every case, the usual one first. */
    private static SequencedMap<String, SortedMap<String, String>> rendered() {
        SequencedMap<String, SortedMap<String, String>> cases = new LinkedHashMap<>();
        for (Case site : Case.values()) {
            cases.put(site.folder(), Golden.of(site.desired()));
        }
        return cases;
    }

    private static String content(List<DesiredMachine> desired, String machine, String path) {
        return files(desired.stream()
                        .filter(each -> each.machine().value().equals(machine))
                        .toList())
                .filter(file -> file.path().value().equals(path))
                .map(ManagedFile::content)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void everyFileThatTakesCommentsSaysWhoseItIs(Case site) {
        assertThat(files(site.desired())
                        .filter(file -> !file.path().value().endsWith(".json"))
                        .filter(file -> !file.path().value().endsWith(".password"))
                        // A program reads its first word.
                        .filter(file -> !file.path().value().equals(SiteIdentity.FILE))
                        .filter(file -> !file.path().value().contains("/move-address"))
                        .filter(file -> !file.path().value().startsWith(InstalledCertificate.FOLDER)))
                .allSatisfy(file -> assertThat(file.content())
                        .contains("Managed by Tandem for www.foobar.com. Changes here are shown by 'tandem plan'"
                                + " and undone by 'tandem apply'."));
    }

    @ParameterizedTest
    @EnumSource
    void linesHaveNoBlanksAtTheirEndAndFilesEndWithOneNewline(Case site) {
        assertThat(files(site.desired()))
                .allSatisfy(file -> assertThat(file.content())
                        .doesNotContainPattern("[ \\t]\\n")
                        .doesNotContain("\n\n\n")
                        .endsWith("\n")
                        .doesNotEndWith("\n\n"));
    }

    @Test
    void theImageHoldsEveryPackageThatAnyMachineNeeds() {
        List<DebianPackage> needed = new ArrayList<>();
        for (Case site : Case.values()) {
            site.desired()
                    .forEach(machine -> machine.components()
                            .forEach(component ->
                                    component.items(DebianPackage.class).forEach(needed::add)));
        }
        assertThat(Rendering.allPackages()).containsAll(needed).doesNotHaveDuplicates();
    }

    @Test
    void onlyTheStagesThatTouchUsersAreNeededOnTheirMachines() {
        SortedMap<String, List<Stage>> stages = new TreeMap<>();
        Case.SEPARATE
                .desired()
                .forEach(machine -> stages.put(
                        machine.machine().value(),
                        machine.components().stream()
                                .map(Component::stage)
                                .distinct()
                                .toList()));
        assertThat(stages)
                .containsEntry("ns1", List.of(Stage.GROUNDWORK, Stage.FIREWALL, Stage.DNS))
                .containsEntry("lb1", List.of(Stage.GROUNDWORK, Stage.FIREWALL, Stage.CONSENSUS, Stage.BALANCER))
                .containsEntry("web1", List.of(Stage.GROUNDWORK, Stage.FIREWALL, Stage.SERVER))
                .containsEntry(
                        "app1",
                        List.of(
                                Stage.GROUNDWORK,
                                Stage.FIREWALL,
                                Stage.AGENT,
                                Stage.ROUTER,
                                Stage.MIGRATION,
                                Stage.SERVER))
                .containsEntry(
                        "app2", List.of(Stage.GROUNDWORK, Stage.FIREWALL, Stage.AGENT, Stage.ROUTER, Stage.SERVER))
                .containsEntry(
                        "db1",
                        List.of(
                                Stage.GROUNDWORK,
                                Stage.FIREWALL,
                                Stage.CONSENSUS,
                                Stage.DATABASE,
                                Stage.AGENT,
                                Stage.BOOTSTRAP,
                                Stage.PRIMARY,
                                Stage.REPLICAS))
                .containsEntry(
                        "db2",
                        List.of(
                                Stage.GROUNDWORK,
                                Stage.FIREWALL,
                                Stage.DATABASE,
                                Stage.AGENT,
                                Stage.BOOTSTRAP,
                                Stage.PRIMARY,
                                Stage.REPLICAS));
    }

    private static Stream<ManagedFile> files(List<DesiredMachine> machines) {
        return machines.stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(ManagedFile.class));
    }
}
