package dev.tandem.control.vault;

import dev.tandem.control.layout.Secret;
import dev.tandem.control.layout.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One secret as the vault keeps it, a {@link Succession}. Every method throws UncheckedIOException when the vault cannot be read or written.
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
        if (Files.notExists(files.current())) {
            write(files.current(), maker.get());
        }
        return read(files.current());
    }

    /** The value that is accepted besides. */
    Optional<Secret> other() {
        return files.other().map(this::read);
    }

    /** When the value in use was made. */
    public Instant since() {
        value();
        try {
            return Files.getLastModifiedTime(files.current()).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + files.current(), e);
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
    void restore(Secret value, Optional<Secret> other) {
        files.forgetPrevious();
        other.ifPresent(previous -> write(files.previous(), previous.value()));
        write(files.current(), value.value());
    }

    private void write(Path file, String value) {
        try {
            OwnerOnly.write(file, value + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + name + " in " + file, e);
        }
    }

    private Secret read(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + name + " in " + file, e);
        }
    }
}
