package dev.tandem.control.vault;

import dev.tandem.control.layout.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * One of the site's authorities as the vault keeps it, like a {@link KeptSecret}: {@code authority/NAME.pem} signs, {@code NAME.pem.next}
 * will, and {@code NAME.pem.previous} did. While there are two, certificates of both are accepted everywhere. Each step is one rename.
 * Every method throws UncheckedIOException when the vault cannot be read or written, and IllegalStateException with what to do when a file
 * in it is not what it should be. Not thread-safe.
 */
public final class KeptAuthority {
    private final Authority authority;
    private final Issuer issuer;
    private final Path current;
    private final Path next;
    private final Path previous;
    private final Path open;

    KeptAuthority(Path vault, Authority authority, Issuer issuer) {
        this.authority = authority;
        this.issuer = issuer;
        Path folder = vault.resolve("authority");
        current = folder.resolve(authority.word() + ".pem");
        next = folder.resolve(authority.word() + ".pem.next");
        previous = folder.resolve(authority.word() + ".pem.previous");
        open = vault.resolve(authority.word() + ".crt");
    }

    /** The file of the certificates that are accepted, without a key. */
    Path open() {
        return open;
    }

    public Phase phase() {
        if (Files.exists(next)) {
            return Phase.PREPARED;
        }
        return Files.exists(previous) ? Phase.SWITCHED : Phase.STEADY;
    }

    boolean exists() {
        return Files.exists(current);
    }

    /**
     * The one whose certificates are in use. Made when there is none; where one was lost that signed until now, its certificate is still
     * there to be accepted, and another one is prepared to take its place.
     */
    HeldAuthority inUse(Instant now) {
        if (Files.notExists(current)) {
            if (Files.exists(open)) {
                HeldAuthority lost = read(open);
                write(next, made(now));
                write(current, new HeldAuthority(lost.certificate(), Optional.empty()));
            } else {
                write(current, made(now));
            }
        }
        return read(current);
    }

    /** The one that is accepted besides. */
    Optional<HeldAuthority> other() {
        return switch (phase()) {
            case STEADY -> Optional.empty();
            case PREPARED -> Optional.of(read(next));
            case SWITCHED -> Optional.of(read(previous));
        };
    }

    /** The one that signs what is needed now: the one in use, or the next one when its key was lost. */
    KeyedCertificate signing(Instant now) {
        return inUse(now)
                .keyed()
                .or(() -> other().flatMap(HeldAuthority::keyed))
                .orElseThrow(() -> new IllegalStateException(current + " has no key, and there is no other authority."
                        + " Next: remove it; the next apply replaces the authority"));
    }

    /** Whether a certificate is one of the authority that is in use, or of the one that signs in its place. */
    boolean isGoodFor(X509Certificate leaf, Instant now) {
        HeldAuthority inUse = inUse(now);
        return inUse.signed(leaf) || HeldAuthority.of(signing(now)).signed(leaf);
    }

    /** The certificates of all that are accepted, in PEM, the one in use first. */
    String accepted(Instant now) throws GeneralSecurityException {
        String first = inUse(now).certificatePem();
        Optional<HeldAuthority> other = other();
        return other.isPresent() ? first + other.get().certificatePem() : first;
    }

    /** Another one has signed for this one until now, and goes on until it is replaced; its replacement is prepared. */
    void takeOverFrom(KeptAuthority former, Instant now) {
        write(next, made(now));
        write(current, former.inUse(now));
    }

    /** Makes the next one, unless there is one. */
    public void prepare(Instant now) {
        inUse(now);
        if (Files.notExists(next)) {
            write(next, made(now));
        }
    }

    /** From now on the next one signs; the one until now is accepted still. Throws IllegalStateException when none is prepared. */
    public void switchOver() {
        if (phase() != Phase.PREPARED) {
            throw new IllegalStateException("no next authority of " + authority.word() + " was prepared");
        }
        write(previous, read(current));
        try {
            Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put " + next + " in the place of " + current, e);
        }
    }

    /** Forgets the one that was replaced. */
    public void forgetPrevious() {
        try {
            Files.deleteIfExists(previous);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + previous, e);
        }
    }

    private HeldAuthority made(Instant now) {
        String name = switch (authority) {
            case SITE -> "Tandem site authority";
            case CONSENSUS -> "Tandem consensus authority";
        };
        try {
            return HeldAuthority.of(issuer.authority(name, now));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make an authority in " + current, e);
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
