package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.recovery.Outline;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A secret's name as somebody typed it. */
final class SecretArgument {
    /** What the names of certificates begin with, to tell them from the other secrets. */
    static final String CERTIFICATE = "certificate/";

    private SecretArgument() {}

    /** The secret of the site that is meant. Throws CommandFailure that names them all when there is none such. */
    static SecretName of(Workplace workplace, String text) {
        return names(workplace).stream()
                .filter(name -> name.value().equals(text) || isVariable(name, text))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "'" + text + "' is not a secret of this site. There are: "
                                + Stream.concat(
                                                names(workplace).stream().map(SecretName::value),
                                                certificates(workplace).stream().map(name -> CERTIFICATE + name))
                                        .collect(Collectors.joining(", "))));
    }

    /** The certificate of the site that is meant, if one is. */
    static Optional<CertificateName> certificate(Workplace workplace, String text) {
        return certificates(workplace).stream()
                .filter(name -> text.equals(CERTIFICATE + name))
                .findFirst();
    }

    static List<SecretName> names(Workplace workplace) {
        return SecretName.neededBy(workplace.site());
    }

    static List<CertificateName> certificates(Workplace workplace) {
        return CertificateRequest.neededBy(workplace.site()).stream()
                .map(CertificateRequest::name)
                .toList();
    }

    /**
     * Of every secret, in the order of {@link #names}, the machines that hold it in a file. They are found by words in its place: a value may be escaped in a file, or so short
     * that it stands in others.
     */
    static Map<SecretName, List<MachineName>> holders(Workplace workplace) {
        List<DesiredMachine> outline = workplace.outline();
        Secrets words = Outline.of(workplace.site()).secrets();
        Map<SecretName, List<MachineName>> holders = new LinkedHashMap<>();
        names(workplace).forEach(name -> holders.put(name, holders(outline, words.get(name))));
        return holders;
    }

    private static List<MachineName> holders(List<DesiredMachine> outline, String word) {
        return outline.stream()
                .filter(machine -> machine.components().stream()
                        .flatMap(component -> component.items(ManagedFile.class))
                        .anyMatch(file -> file.content().contains(word)))
                .map(DesiredMachine::machine)
                .toList();
    }

    /** A variable's name alone means the secret that is in it. */
    private static boolean isVariable(SecretName name, String text) {
        return text.matches("[A-Z][A-Z0-9_]*") && name.equals(SecretName.environment(text));
    }
}
