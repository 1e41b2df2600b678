package dev.tandem.control.state;

/** What must happen to a component's units so that a changed file or link counts. */
public enum Effect {
    /** Nothing: the file is read when it is needed. */
    NONE,
    /** A reload, which loses no connection. */
    RELOAD,
    /** A restart, which does. */
    RESTART
}
