package dev.tandem.control.model;

import java.nio.file.Path;

/**
 * How the admin reaches the machines of the real site; the lab has a user, port and key of its own.
 *
 * @param user root, or a user who may use sudo without a password
 * @param key the private key's file; a leading {@code ~/} has been resolved
 */
public record Ssh(String user, Port port, Path key) {}
