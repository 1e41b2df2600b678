package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.release.Bundles;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.vault.Vault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every product's own checker, over the files that are in use on the machines. */
@OnTheSite
class CheckersTest {
    @Test
    void everyRenderedFilePassesItsProductsOwnChecker(SiteUnderTest site) {
        SoftAssertions softly = new SoftAssertions();
        Set<String> checked = new TreeSet<>();
        for (DesiredMachine machine : desired(site)) {
            for (Component component : machine.components()) {
                for (Check check : component.checks()) {
                    checked.add(component.name());
                    Completed completed = site.remote(machine.machine().value())
                            .run(RemoteCommand.of("check", check.words().toArray(String[]::new))
                                    .withErrorsInOutput());
                    softly.assertThat(completed.exit())
                            .as("%s: %s said%n%s", machine.machine(), check.words(), completed.text())
                            .isZero();
                }
            }
        }
        softly.assertAll();
        assertThat(checked)
                .contains("agent", "gate", "haproxy", "keepalived", "knot", "mariadb", "nginx", "router", "runner");
    }

    private static List<DesiredMachine> desired(SiteUnderTest site) {
        Reading reading = new SiteReader(Path.of("/root")).read(site.folder().file());
        assertThat(reading).isInstanceOf(Reading.Good.class);
        Site read = ((Reading.Good) reading).site();
        Layout layout = Layout.of(read);
        Bundles bundles = new Bundles(site.vault().resolveSibling("cache"));
        return Rendering.desired(new Request(
                layout,
                Vault.open(site.vault()).identity(Instant.now()),
                Vault.open(site.vault()).secrets(SecretName.neededBy(read)),
                Vault.open(site.vault()).certificates(CertificateRequest.neededBy(read), Instant.now()),
                bundles.program("runner", Launcher.home().resolve("runner/target")),
                bundles.program("agent", Launcher.home().resolve("agent/target")),
                bundles.release(layout),
                Optional.empty()));
    }
}
