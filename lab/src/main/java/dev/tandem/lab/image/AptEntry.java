package dev.tandem.lab.image;

import java.util.List;

/**
 * One archive that this computer's apt installs from: sources.list(5).
 *
 * @param uri where, as apt writes it
 * @param suite such as trixie or trixie-security
 * @param components such as main
 * @param signedBy the keyring's path or name; empty when the entry names none
 */
record AptEntry(String uri, String suite, List<String> components, String signedBy) {
    AptEntry {
        components = List.copyOf(components);
    }
}
