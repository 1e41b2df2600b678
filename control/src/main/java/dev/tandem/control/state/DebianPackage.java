package dev.tandem.control.state;

/** A Debian package that is installed, in whatever version the machine's archive has. */
public record DebianPackage(String name) implements Item {}
