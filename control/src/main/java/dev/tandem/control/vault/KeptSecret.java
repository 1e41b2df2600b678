package dev.tandem.control.vault;

import dev.tandem.control.layout.Secret;
import dev.tandem.control.layout.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One secret as the vault keeps it: {@code NAME} is the value in use, {@code NAME.next} the one that will replace it, {@code
 * NAME.previous} the one that it replaced. Each step from one to the next is one rename, so that whoever is cut off finds
 * either the step before or the step after. Every method throws UncheckedIOException when the vault cannot be read or written.
 */
public final class KeptSecret {
    private final SecretName name;
    private final Path current;
    private final Path next;
    private final Path previous;
    private final Supplier<String> maker;

    KeptSecret(Path folder, SecretName name, Supplier<String> maker) {
        this.name = name;
        this.current = folder.resolve(name.value());
        this.next = folder.resolve(name.value() + ".next");
        this.previous = folder.resolve(name.value() + ".previous");
        this.maker = maker;
    }

    public Phase phase() {
        if (Files.exists(next)) {
            return Phase.PREPARED;
        }
        return Files.exists(previous) ? Phase.SWITCHED : Phase.STEADY;
    }

    /** The value in use; made when there is none. */
    Secret value() {
        if (Files.notExists(current)) {
            write(current, maker.get());
        }
        return read(current);
    }

    /** The value that is accepted besides. */
    Optional<Secret> other() {
        return switch (phase()) {
            case STEADY -> Optional.empty();
            case PREPARED -> Optional.of(read(next));
            case SWITCHED -> Optional.of(read(previous));
        };
    }

    /** When the value in use was made. */
    public Instant since() {
        value();
        try {
            return Files.getLastModifiedTime(current).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + current, e);
        }
    }

    /** Makes the next value, unless there is one. One that was replaced earlier is accepted no longer. */
    public void prepare() {
        value();
        if (Files.notExists(next)) {
            write(next, maker.get());
        }
    }

    /** Puts the next value in use; the one until now is accepted still. Throws IllegalStateException when none is prepared. */
    public void switchOver() {
        if (phase() != Phase.PREPARED) {
            throw new IllegalStateException("no next value of " + name + " was prepared");
        }
        write(previous, read(current).value());
        try {
            Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put " + next + " in the place of " + current, e);
        }
    }

    /** Forgets the value that was replaced. */
    public void forgetPrevious() {
        try {
            Files.deleteIfExists(previous);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + previous, e);
        }
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
