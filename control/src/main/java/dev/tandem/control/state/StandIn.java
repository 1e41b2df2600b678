package dev.tandem.control.state;

/**
 * A file that Tandem writes only where there is none, so that its service can start: from then on something on the machine
 * keeps it. Its content shows in no fingerprint, and other content is no drift; it goes when no component wants it any more.
 */
public record StandIn(ManagedFile file) implements Item {
    public MachinePath path() {
        return file.path();
    }
}
