package dev.tandem.control.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What renderers write for a site is found again, whatever file it is in. */
class SecretTraceTest {
    private static final Site SITE = Sites.withPublicCertificate(Sites.usual());
    private static final SecretName TOKEN = SecretName.environment("TOKEN_KEY");

    static Stream<Site> sites() {
        return Stream.of(Sites.usual(), SITE);
    }

    @ParameterizedTest
    @MethodSource("sites")
    void everySecretThatLiesSomewhereIsFoundAndMonitoringsLiesNowhere(Site site) {
        Secrets secrets = secrets(site, "a", Map.of());
        Map<SecretName, List<String>> found = found(site, secrets);
        for (SecretName name : SecretName.neededBy(site)) {
            if (name.equals(SecretName.DATABASE_MONITORING)) {
                assertThat(found).doesNotContainKey(name);
            } else {
                assertThat(found.get(name)).as(name.value()).containsOnly(secrets.get(name));
            }
        }
    }

    @Test
    void theSecondValueIsFoundWhereThereIsOneAndIsNotTakenForTheFirst() {
        Map<SecretName, Secret> others =
                Map.of(SecretName.ZONE_TRANSFER, new Secret("bb=="), TOKEN, new Secret("token-before"));
        Secrets secrets = secrets(SITE, "a", others);
        Map<SecretName, List<String>> besides = found(SITE, secrets, true);
        assertThat(besides.get(SecretName.ZONE_TRANSFER)).containsOnly("bb==");
        assertThat(besides.get(TOKEN)).containsOnly("token-before");
        assertThat(besides).containsOnlyKeys(SecretName.ZONE_TRANSFER, TOKEN);
        assertThat(found(SITE, secrets).get(TOKEN)).containsOnly(secrets.get(TOKEN));
    }

    /** Somebody may have written it into the vault by hand. */
    @Test
    void aValueThatNeedsQuotingComesBackAsItWas() {
        String odd = "a \"b\" $c \\ `d`=\"";
        Map<SecretName, Secret> values =
                new HashMap<>(secrets(SITE, "a", Map.of()).values());
        values.put(TOKEN, new Secret(odd));
        assertThat(found(SITE, new Secrets(values)).get(TOKEN)).containsOnly(odd);
    }

    /** A key in PEM, for instance. */
    @Test
    void aValueOfSeveralLinesComesBackAsItWas() {
        String lines = "-----BEGIN\na\nb\"c\\\n=\"\n" + "d".repeat(20_000) + "\nEND-----";
        Map<SecretName, Secret> values =
                new HashMap<>(secrets(SITE, "a", Map.of()).values());
        values.put(TOKEN, new Secret(lines));
        Secrets secrets = new Secrets(values, Map.of(TOKEN, new Secret("before\nit")));
        assertThat(found(SITE, secrets).get(TOKEN)).containsOnly(lines);
        assertThat(found(SITE, secrets, true).get(TOKEN)).containsOnly("before\nit");
    }

    @Test
    void aFileThatSaysSomethingElseHoldsNothing() {
        for (SecretTrace trace : traces(SITE)) {
            // The password of replicas stands alone in its file.
            if (!trace.before().isEmpty()) {
                assertThat(trace.valueIn("")).isEmpty();
                assertThat(trace.valueIn("something = \"else\"\n" + trace.before() + trace.after()))
                        .isEmpty();
            }
        }
    }

    private static Map<SecretName, List<String>> found(Site site, Secrets secrets) {
        return found(site, secrets, false);
    }

    private static Map<SecretName, List<String>> found(Site site, Secrets secrets, boolean besides) {
        Map<String, String> files = rendered(site, secrets).stream()
                .flatMap(machine -> machine.components().stream()
                        .flatMap(component -> component.items(ManagedFile.class))
                        .map(file ->
                                Map.entry(key(machine.machine(), file.path().value()), file.content())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return traces(site).stream()
                .filter(trace -> trace.besides() == besides)
                .flatMap(trace -> trace
                        .valueIn(String.valueOf(files.get(key(trace.machine(), trace.path()))))
                        .map(value -> Map.entry(trace.name(), value))
                        .stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static String key(MachineName machine, String path) {
        return machine + ":" + path;
    }

    private static List<SecretTrace> traces(Site site) {
        Outline outline = Outline.of(site);
        return SecretTrace.all(rendered(site, outline.secrets()), outline.secrets());
    }

    private static List<DesiredMachine> rendered(Site site, Secrets secrets) {
        Request like = Sites.request(site);
        return Rendering.desired(new Request(
                like.layout(),
                like.identity(),
                secrets,
                like.certificates(),
                like.runner(),
                like.agent(),
                like.release(),
                Optional.empty()));
    }

    private static Secrets secrets(Site site, String kind, Map<SecretName, Secret> others) {
        return new Secrets(
                SecretName.neededBy(site).stream()
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> new Secret(kind + name.value().hashCode()))),
                others);
    }
}
