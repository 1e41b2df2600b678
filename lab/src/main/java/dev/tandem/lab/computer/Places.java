package dev.tandem.lab.computer;

import java.nio.file.Path;

/**
 * Where the lab keeps things on this computer.
 *
 * @param images finished images, one directory each
 * @param labs one directory a lab, with a directory a machine
 * @param locks the file that carries all locks
 */
public record Places(Path images, Path labs, Path locks) {
    /** The places of the file-system hierarchy standard: cache, state, and run-time files that a reboot forgets. */
    public static Places standard() {
        return new Places(
                Path.of("/var/cache/tandem/images"), Path.of("/var/lib/tandem/labs"), Path.of("/run/tandem/locks"));
    }
}
