package dev.tandem.control.render;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.model.Machine;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.StandIn;
import java.util.List;

/**
 * Where a machine's certificate for one use stands on it. Each use has its own copy of the authority's certificate, so that
 * each product's component has everything that its checker and its reload must see.
 */
public record InstalledCertificate(CertificateUse use) {
    /** The folder of them all; made with the groundwork. */
    public static final String FOLDER = Certificates.FOLDER;

    /** The file of the certificate and its key. */
    public String identity() {
        return FOLDER + "/" + use.word() + ".pem";
    }

    /** The file of the authority's certificate: who has one of its certificates belongs to the site. */
    public String authority() {
        return FOLDER + "/" + use.word() + "-authority.crt";
    }

    /**
     * The two files.
     *
     * @param group who besides root may read the key; {@code root} when the product reads it before it gives up root's rights
     * @param effect what a new certificate asks of the product
     */
    public List<Item> items(Request request, Machine machine, String group, Effect effect) {
        return List.of(
                ManagedFile.open(authority(), request.certificates().authoritiesOf(use), effect),
                file(request, machine, group, effect));
    }

    /** The file of the certificate and its key alone, for the time until somebody else puts another one there. */
    public StandIn standIn(Request request, Machine machine) {
        return new StandIn(file(request, machine, "root", Effect.NONE));
    }

    private ManagedFile file(Request request, Machine machine, String group, Effect effect) {
        Ownership readers = group.equals("root") ? Ownership.PRIVATE : new Ownership("root", group, "0640");
        return ManagedFile.secret(
                identity(),
                readers,
                request.certificates()
                        .get(new CertificateName(machine.name(), use))
                        .pem(),
                effect);
    }
}
