package dev.tandem.control.vault;

import dev.tandem.control.layout.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Every method throws UncheckedIOException when the vault cannot be read or written, and IllegalStateException with what to do when a file
 * in it is not what it should be. Not thread-safe.
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
        return files.other().map(KeptAuthority::read);
    }

    /** The certificates of all that this side knows of it; makes none. */
    Stream<X509Certificate> known() {
        return Stream.of(Optional.of(files.current()), files.other(), Optional.of(open))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .flatMap(file -> read(file).certificates().stream());
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
                .orElseThrow(() ->
                        new IllegalStateException(files.current() + " has no key, and there is no other authority."
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
    }

    /** The certificates of all that are accepted, in PEM, the one in use first. */
    String accepted(Instant now) throws GeneralSecurityException {
        String first = inUse(now).certificatePem();
        Optional<HeldAuthority> other = other();
        return other.isPresent() ? first + other.get().certificatePem() : first;
    }

    /** Another one has signed for this one until now, and goes on until it is replaced; its replacement is prepared. */

        /** Whether machines accept what is signed now. What only the next one can sign, they accept when all have heard of it. */
        boolean isAccepted() {
            return inUse.keyed().isPresent();
        }
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
            throw new UncheckedIOException("cannot keep the authority " + file, e);
        }
    }

    private static HeldAuthority read(Path file) {
        try {
            return HeldAuthority.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the authority " + file, e);
        } catch (GeneralSecurityException e) {
            // Making another one by itself would surprise somebody who has a copy.
            throw new IllegalStateException(
                    file + " is not an authority's certificate and key: " + e.getMessage()
                            + ". Bring it back from a copy; without one, remove it, and the next apply replaces the authority"
                            + " and every certificate.",
                    e);
        }
    }
}
