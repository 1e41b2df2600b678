package dev.tandem.control.state;

/** A system user without a password or a shell, with a group of the same name. */
public record SystemUser(String name, MachinePath home) implements Item {}
