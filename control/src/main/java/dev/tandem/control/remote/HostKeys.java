package dev.tandem.control.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The machines' public keys that this side knows: a file with a line {@code ADDRESS KEYTYPE BASE64} for each machine, as
 * OpenSSH's known_hosts. A machine that is not in it yet is written down at first contact; one that shows another key than
 * before is refused.
 */
public final class HostKeys {
    private final Path file;

    public HostKeys(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /** What a machine's key means to this side. */
    public enum Verdict {
        KNOWN,
        CHANGED,
        NEW
    }

    /** Any thread may call it. */
    public synchronized Verdict judge(String address, String type, String base64) {
        List<String> ofMachine =
                lines().stream().filter(line -> line.startsWith(address + " ")).toList();
        if (ofMachine.contains(address + " " + type + " " + base64)) {
            return Verdict.KNOWN;
        }
        return ofMachine.isEmpty() ? Verdict.NEW : Verdict.CHANGED;
    }

    /** Writes a machine's key down. Throws UncheckedIOException when the file cannot be written. */
    public synchronized void remember(String address, String type, String base64) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, address + " " + type + " " + base64 + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the machines' keys to " + file, e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the machines' keys from " + file, e);
        }
    }
}
