package dev.tandem.control.layout;

/**
 * Somebody at a door, and whether it should open.
 *
 * @param service what is behind it; empty when nobody should be there
 */
public record Knock(Door door, String service, boolean opens) {}
