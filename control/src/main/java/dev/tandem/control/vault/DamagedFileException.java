package dev.tandem.control.vault;

/** A file of the vault is not what it should be. The message names it and says what to do; nothing was made in its place. */
public final class DamagedFileException extends VaultException {
    private static final long serialVersionUID = 1;

    DamagedFileException(String message) {
        super(message, null);
    }

    DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
