package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.Tls;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.plan.LabName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabPlaceTest {
    private static final LabPlace LAB =
            new LabPlace(Places.standard(), site -> LabName.ofSite(site.value()), Optional.empty());

    @Test
    void anAuthorityOfTheWorldOutsideIsStoodInForByTheSitesOwnAndTheUserIsTold() {
        Site site = issuedBy("https://acme-v02.api.letsencrypt.org/directory");

        assertThat(LAB.administered(site).tls().issuer()).isEqualTo(new Tls.SiteAuthority());
        assertThat(LAB.remark(site))
                .hasValue("In the lab the site's own authority signs: https://acme-v02.api.letsencrypt.org/directory"
                        + " is in the world outside.");
    }

    @Test
    void anAuthorityInTheSitesNetworkIsAsked() {
        Site site = issuedBy("https://10.80.0.240:14000/dir");

        assertThat(LAB.administered(site).tls()).isEqualTo(site.tls());
        assertThat(LAB.remark(site)).isEmpty();
    }

    @Test
    void aFailureOfTheLabIsForeseenAndAFaultIsNot() {
        ComputerException full = new ComputerException("no room on /var/lib/tandem-lab");
        assertThat(LAB.foreseen(full)).hasValueSatisfying(failure -> {
            assertThat(failure.exit()).isEqualTo(Exit.FAILED);
            assertThat(failure).hasMessage("no room on /var/lib/tandem-lab");
        });
        assertThat(LAB.foreseen(new IllegalStateException("a fault"))).isEmpty();
    }

    private static Site issuedBy(String directory) {
        Reading reading = new SiteReader(Path.of("/root")).read(Path.of("../sites/www.foobar.com/site.yaml"));
        Site site = ((Reading.Good) reading).site();
        return site.with(new Tls(
                new Tls.Acme(directory, Optional.empty(), Duration.ofSeconds(60)),
                site.tls().hsts()));
    }
}
