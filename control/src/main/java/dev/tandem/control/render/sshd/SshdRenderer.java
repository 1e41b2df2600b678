package dev.tandem.control.render.sshd;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.Renderer;
import dev.tandem.control.render.Request;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** sshd on every machine: what Debian leaves open and nobody of the site needs. */
public final class SshdRenderer implements Renderer {
    /** Of each setting sshd takes the first that it reads (sshd_config(5)), and it reads this folder in the order of names. */
    private static final String CONFIGURATION = "/etc/ssh/sshd_config.d/00-tandem.conf";

    private static final Duration RUNS_WITHIN = Duration.ofSeconds(5);

    /**
     * Our part of the configuration.
     *
     * @param root whether root logs in, with a key: only where that is who the admin is on the machines
     */
    @JStache(path = "dev/tandem/control/render/sshd/sshd.conf.mustache")
    record SshdConfiguration(DomainName site, boolean root) {}

    @Override
    public List<Component> render(Request request, Machine machine) {
        Site site = request.layout().site();
        SshdConfiguration configuration =
                new SshdConfiguration(site.name(), site.ssh().user().equals("root"));
        return List.of(new Component(
                "sshd",
                Stage.FIREWALL,
                List.of(
                        ManagedFile.open(
                                CONFIGURATION, SshdConfigurationRenderer.of().execute(configuration), Effect.RELOAD),
                        Unit.running("ssh.service")),
                List.of(Check.of("sshd", "-t"), takesIt()),
                List.of(Verification.within(RUNS_WITHIN, "systemctl", "--quiet", "is-active", "ssh.service")),
                true,
                Optional.empty()));
    }

    /** A machine whose sshd_config does not include the folder, or says otherwise before, would not become safer by our file. */
    private static Check takesIt() {
        return Check.of(
                "sh",
                "-c",
                "sshd -T | grep -qx 'passwordauthentication no'"
                        + " || { echo '/etc/ssh/sshd_config does not begin with Include /etc/ssh/sshd_config.d/*.conf,"
                        + " as Debian has it, or allows passwords before that'; exit 1; }");
    }
}
