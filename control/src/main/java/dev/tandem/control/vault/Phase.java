package dev.tandem.control.vault;

/** How far the replacement of a secret, or of an authority, has come. */
public enum Phase {
    /** One, in use everywhere. */
    STEADY,
    /** The next one is made: it must be accepted everywhere before anybody uses it. */
    PREPARED,
    /** The new one is in use: the one before is accepted until nobody uses it any more. */
    SWITCHED
}
