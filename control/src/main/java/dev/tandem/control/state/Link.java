package dev.tandem.control.state;

/**
 * A symbolic link, replaced atomically.
 *
 * @param target what it points to, relative to its own directory or absolute
 */
public record Link(MachinePath path, String target, Effect effect) implements Item {}
