package dev.tandem.control.vault;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One secret as the vault keeps it, a {@link Succession}. Every method throws VaultException when the vault cannot be read or written, and
 * DamagedFileException when a file that should hold a value is empty or no text.
 */
public final class KeptSecret {
    private final SecretName name;
    private final Succession files;
    private final Supplier<String> maker;

    KeptSecret(Path folder, SecretName name, Supplier<String> maker) {
        this.name = name;
        this.files = new Succession(folder.resolve(name.value()));
        this.maker = maker;
    }

    public Phase phase() {
        return files.phase();
    }

    /** The value in use; made when there is none. */
    Secret value() {
        if (!exists()) {
            write(files.current(), maker.get());
        }
        return read(files.current());
    }

    /** The value that is accepted besides. */
    Optional<Secret> other() {
        return files.other().map(this::read);
    }

    /** Whether it has a value; {@link #value} makes one where it has none. */
    boolean exists() {
        return Files.exists(files.current());
    }

    /** When the value in use was made; none where there is none yet. */
    public Optional<Instant> since() {
        try {
            return exists()
                    ? Optional.of(Files.getLastModifiedTime(files.current()).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw VaultException.of("cannot look at " + files.current(), e);
        }
    }

    /** Makes the next value, unless there is one. One that was replaced earlier is accepted no longer. */
    public void prepare() {
        value();
        if (Files.notExists(files.next())) {
            write(files.next(), maker.get());
        }
    }

    /** Puts the next value in use; the one until now is accepted still. Throws IllegalStateException when none is prepared. */
    public void switchOver() {
        files.switchOver();
    }

    /** Forgets the value that was replaced. */
    public void forgetPrevious() {
        files.forgetPrevious();
    }

    /** Takes these for the values that machines hold: what is in use, and what is accepted besides. */
    public void restore(Secret value, Optional<Secret> other) {
        files.forgetPrevious();
        other.ifPresent(previous -> write(files.previous(), previous.value()));
        write(files.current(), value.value());
    }

    private void write(Path file, String value) {
        try {
            OwnerOnly.write(file, value + "\n");
        } catch (IOException e) {
            throw VaultException.of("cannot keep the secret " + name + " in " + file, e);
        }
    }

    private Secret read(Path file) {
        try {
            String value = Files.readString(file).strip();
            if (value.isEmpty()) {
                throw new DamagedFileException(
                        file + " is empty. Bring it back from a copy; without one, remove it: tandem"
                                + " vault recover reads the value from the machines");
            }
            return new Secret(value);
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(
                    file
                            + " is not text. Bring it back from a copy; without one, remove it: tandem vault recover reads the value"
                            + " from the machines",
                    e);
        } catch (IOException e) {
            throw VaultException.of("cannot read the secret " + name + " in " + file, e);
        }
    }
}
