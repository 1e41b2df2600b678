package dev.tandem.control.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that is replaced while both what it held and what it will hold are good: {@code NAME} is in use, {@code NAME.next} will be, and
 * {@code NAME.previous} was. Each step is one rename, so that whoever is cut off finds either the step before or the step after. Every
 * method throws VaultException when the vault cannot be read or written.
 *
 * @param current what is in use
 */
record Succession(Path current) {
    Path next() {
        return beside(".next");
    }

    Path previous() {
        return beside(".previous");
    }

    private Path beside(String ending) {
        return current.resolveSibling(current.getFileName() + ending);
    }

    Phase phase() {
        if (Files.exists(next())) {
            return Phase.PREPARED;
        }
        return Files.exists(previous()) ? Phase.SWITCHED : Phase.STEADY;
    }

    /** The file of what is good besides. */
    Optional<Path> other() {
        return switch (phase()) {
            case STEADY -> Optional.empty();
            case PREPARED -> Optional.of(next());
            case SWITCHED -> Optional.of(previous());
        };
    }

    /** Puts the next one in use; the one until now is good still. Throws IllegalStateException when none is prepared. */
    void switchOver() {
        if (phase() != Phase.PREPARED) {
            throw new IllegalStateException("nothing was prepared to take the place of " + current);
        }
        try {
            OwnerOnly.write(previous(), Files.readString(current));
            Files.move(next(), current, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw VaultException.of("cannot put " + next() + " in the place of " + current, e);
        }
    }

    /** Forgets the one that was replaced. */
    void forgetPrevious() {
        try {
            Files.deleteIfExists(previous());
        } catch (IOException e) {
            throw VaultException.of("cannot delete " + previous(), e);
        }
    }
}
