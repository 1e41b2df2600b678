package dev.tandem.control.vault;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The replacement of secrets that is under way, in {@code rotation}: which ones, and how far. Of each secret alone its files say how far it
 * is, but not whether its turn is still to come. Every method throws VaultException when the vault cannot be read or written.
 */
public final class KeptRotation {
    private static final String SECRET = "secret ";
    private static final String CERTIFICATE = "certificate ";

    private final Path file;

    KeptRotation(Path vault) {
        file = vault.resolve("rotation");
    }

    /** What is done next. */
    public enum Step {
        /** The next values are made. */
        MAKE,
        /** They are accepted everywhere beside the present ones. */
        ACCEPT,
        /** They come into use, and so do new certificates. */
        USE,
        /** The ones before are accepted no longer. */
        END
    }

    /** What is being replaced together. */
    public record UnderWay(Step step, List<SecretName> secrets, List<CertificateName> certificates) {
        public UnderWay {
            secrets = List.copyOf(secrets);
            certificates = List.copyOf(certificates);
        }

        public UnderWay at(Step next) {
            return new UnderWay(next, secrets, certificates);
        }

        /** The part of it that is among these. */
        public UnderWay onlyOf(List<SecretName> someSecrets, List<CertificateName> someCertificates) {
            return new UnderWay(
                    step,
                    secrets.stream().filter(someSecrets::contains).toList(),
                    certificates.stream().filter(someCertificates::contains).toList());
        }

        public boolean isEmpty() {
            return secrets.isEmpty() && certificates.isEmpty();
        }

        /** Whether all of these are replaced with it. */
        public boolean holds(List<SecretName> otherSecrets, List<CertificateName> otherCertificates) {
            return secrets.containsAll(otherSecrets) && certificates.containsAll(otherCertificates);
        }
    }

    /** The one that is under way. Throws DamagedFileException when something else is in the file. */
    public Optional<UnderWay> underWay() {
        try {
            return Files.exists(file) ? Optional.of(parse(Files.readAllLines(file))) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new DamagedFileException(
                    file + " does not say which secrets are being replaced: " + e.getMessage()
                            + ". Next: remove it; tandem secret list shows which are half replaced, and tandem secret rotate"
                            + " NAME goes on with one",
                    e);
        } catch (IOException e) {
            throw VaultException.of("cannot read " + file, e);
        }
    }

    /** From now on this is under way, or has come so far. */
    public void keep(UnderWay underWay) {
        List<String> lines = new ArrayList<>(List.of(underWay.step().name()));
        underWay.secrets().forEach(name -> lines.add(SECRET + name));
        underWay.certificates().forEach(name -> lines.add(CERTIFICATE + name));
        try {
            OwnerOnly.write(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw VaultException.of("cannot keep which secrets are being replaced in " + file, e);
        }
    }

    /** It has ended. */
    public void end() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw VaultException.of("cannot delete " + file, e);
        }
    }

    private static UnderWay parse(List<String> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        return new UnderWay(
                Step.valueOf(lines.getFirst()),
                after(SECRET, lines).map(SecretName::new).toList(),
                after(CERTIFICATE, lines).map(KeptRotation::certificate).toList());
    }

    private static Stream<String> after(String kind, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(kind)).map(line -> line.substring(kind.length()));
    }

    private static CertificateName certificate(String text) {
        String[] words = text.split("/", 2);
        return Arrays.stream(CertificateUse.values())
                .filter(use -> words.length > 1 && use.word().equals(words[1]))
                .findFirst()
                .map(use -> new CertificateName(new MachineName(words[0]), use))
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no certificate's name"));
    }
}
