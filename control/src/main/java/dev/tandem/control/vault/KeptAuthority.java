package dev.tandem.control.vault;

import dev.tandem.control.credentials.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the site's authorities as the vault keeps it in {@code authority/NAME.pem}, a {@link Succession} as a secret is. While there are two,
 * certificates of both are accepted everywhere.
 * Every method throws VaultException when the vault cannot be read or written, and DamagedFileException when a file in it is not what it
 * should be. Not thread-safe.
 */
public final class KeptAuthority {
    private final Authority authority;
    private final Issuer issuer;
    private final Succession files;
    private final Path open;

    KeptAuthority(Path vault, Authority authority, Issuer issuer) {
        this.authority = authority;
        this.issuer = issuer;
        files = new Succession(vault.resolve("authority").resolve(authority.word() + ".pem"));
        open = vault.resolve(authority.word() + ".crt");
    }

    /** The file of the certificates that are accepted, without a key. */
    Path open() {
        return open;
    }

    public Phase phase() {
        return files.phase();
    }

    boolean exists() {
        return Files.exists(files.current());
    }

    /**
     * The one whose certificates are in use. Made when there is none; where one was lost that signed until now, its certificate is still
     * there to be accepted, with that of the other one when it was lost while it was being replaced; and another one is prepared to take
     * its place.
     */
    HeldAuthority inUse(Instant now) {
        if (Files.notExists(files.current())) {
            if (Files.exists(open)) {
                HeldAuthority lost = HeldAuthority.lost(read(open).certificates());
                write(files.next(), made(now));
                write(files.current(), lost);
            } else {
                write(files.current(), made(now));
            }
        }
        return read(files.current());
    }

    /** The one that is accepted besides. */
    Optional<HeldAuthority> other() {
        return files.other().map(this::read);
    }

    /** The certificates of all that this side knows of it; makes none. */
    Stream<X509Certificate> known() {
        Stream<X509Certificate> kept = Stream.of(Optional.of(files.current()), files.other())
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .flatMap(file -> read(file).certificates().stream());
        return Stream.concat(kept, shown().stream());
    }

    /** Those of the open file, which is written anew of the others: damaged, it matters only when it is all there is. */
    private List<X509Certificate> shown() {
        if (Files.notExists(open)) {
            return List.of();
        }
        return exists() ? certificatesIn(text(open)) : read(open).certificates();
    }

    /** The certificates in a text of PEM; none when it holds none that can be read. */
    public static List<X509Certificate> certificatesIn(String pem) {
        try {
            return KeyedCertificate.certificates(pem);
        } catch (GeneralSecurityException e) {
            return List.of();
        }
    }

    /** Takes these for the certificates of one that was lost; {@link #inUse} replaces it. */
    void rememberLost(List<X509Certificate> certificates) {
        write(open, HeldAuthority.lost(certificates));
    }

    /** The one that signs what is needed now: the one in use, or the next one when its key was lost. */
    private KeyedCertificate signer(Instant now) {
        return inUse(now)
                .keyed()
                .or(() -> other().flatMap(HeldAuthority::keyed))
                .orElseThrow(
                        () -> new DamagedFileException(files.current() + " has no key, and there is no other authority."
                                + " Next: remove it; the next apply replaces the authority"));
    }

    /** Reads both once, for many certificates. */
    Signing signing(Instant now) {
        return new Signing(inUse(now), signer(now));
    }

    /**
     * Whose certificates are good.
     *
     * @param signer signs new ones: the one in use, or in its place the next one
     */
    record Signing(HeldAuthority inUse, KeyedCertificate signer) {
        boolean isGood(X509Certificate leaf) {
            return inUse.signed(leaf) || HeldAuthority.of(signer).signed(leaf);
        }

        /** Whether machines accept what is signed now. What only the next one can sign, they accept when all have heard of it. */
        boolean isAccepted() {
            return inUse.keyed().isPresent();
        }
    }

    /** The certificates of all that are accepted, in PEM, the one in use first. */
    String accepted(Instant now) throws GeneralSecurityException {
        String first = inUse(now).certificatePem();
        Optional<HeldAuthority> other = other();
        return other.isPresent() ? first + other.get().certificatePem() : first;
    }

    /** Another one has signed for this one until now, and goes on until it is replaced; its replacement is prepared. */
    void takeOverFrom(KeptAuthority former, Instant now) {
        write(files.next(), made(now));
        write(files.current(), former.inUse(now));
    }

    /** Makes the next one, unless there is one. */
    public void prepare(Instant now) {
        inUse(now);
        if (Files.notExists(files.next())) {
            write(files.next(), made(now));
        }
    }

    /** From now on the next one signs; the one until now is accepted still. Throws IllegalStateException when none is prepared. */
    public void switchOver() {
        files.switchOver();
    }

    /** Forgets the one that was replaced. */
    public void forgetPrevious() {
        files.forgetPrevious();
    }

    private HeldAuthority made(Instant now) {
        String name = switch (authority) {
            case SITE -> "Tandem site authority";
            case CONSENSUS -> "Tandem consensus authority";
        };
        try {
            return HeldAuthority.of(issuer.authority(name, now));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make an authority in " + files.current(), e);
        }
    }

    private static void write(Path file, HeldAuthority authority) {
        try {
            OwnerOnly.write(file, authority.pem());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot write the authority " + file, e);
        } catch (IOException e) {
            throw VaultException.of("cannot keep the authority " + file, e);
        }
    }

    private HeldAuthority read(Path file) {
        try {
            return HeldAuthority.parse(text(file));
        } catch (GeneralSecurityException e) {
            // Making another one by itself would surprise somebody who has a copy.
            throw new DamagedFileException(
                    file + " is not an authority's certificate and key: " + e.getMessage()
                            + ". Bring it back from a copy; without one, " + remedy(file),
                    e);
        }
    }

    /** What goes on with the certificates that are left: those in the open file, else those on the machines. */
    private String remedy(Path file) {
        return file.equals(open) || Files.notExists(open)
                ? "remove it, and tandem vault recover makes the vault again of what the machines hold"
                : "remove the folder " + file.resolveSibling(".").normalize()
                        + ", and the next apply replaces the authorities and every certificate";
    }

    /** As it stands, text or not: what is no PEM is said where it is parsed. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw VaultException.of("cannot read the authority " + file, e);
        }
    }

    /** Writes the open file, unless it says that already. */
    void keepOpen(String pem) {
        if (Files.exists(open) && text(open).equals(pem)) {
            return;
        }
        try {
            OwnerOnly.write(open, pem);
        } catch (IOException e) {
            throw VaultException.of("cannot keep the authority's certificate " + open, e);
        }
    }
}
