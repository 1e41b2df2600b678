package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.PublicCertificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Has machines get their public certificates. May be done again: certbot asks for a new one only when it needs one. */
final class CertificateSteps {
    /** The unit ends certbot earlier. */
    private static final Duration ISSUE_WITHIN = Duration.ofMinutes(20);

    private final Remote remote;
    private final Consumer<String> say;

    CertificateSteps(Remote remote, Consumer<String> say) {
        this.remote = remote;
        this.say = say;
    }

    void carryOut(List<Change.IssueCertificate> changes) {
        changes.forEach(change -> issue(change.certificate()));
    }

    /** Throws RemoteException with certbot's own words; the service goes on with the certificate that it has. */
    private void issue(PublicCertificate certificate) {
        say.accept("asking " + certificate.directory() + " for a certificate");
        // Not one of the steps that exclude each other: the timer may have begun the same work, which is then waited
        // for.
        remote.require(RemoteCommand.script(
                        "get a certificate of " + String.join(", ", certificate.names()) + " from "
                                + certificate.directory(),
                        Scripts.ISSUE)
                .within(ISSUE_WITHIN));
    }
}
