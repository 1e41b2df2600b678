package dev.tandem.control.remote;

import java.nio.file.Path;

/**
 * How to reach machines by SSH.
 *
 * @param user root, or one who may use sudo without a password
 * @param key the private key's file
 */
public record SshAccess(String user, int port, Path key, HostKeys hostKeys, SocketOpener sockets) {
    boolean needsSudo() {
        return !user.equals("root");
    }
}
