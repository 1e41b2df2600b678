package dev.tandem.lab.machine;

/** What `up` did to a machine. */
public enum ConvergeOutcome {
    /** It got a new disk and was booted. */
    MADE,
    /** It had a disk and was booted from it. */
    STARTED,
    /** It ran; its cable was plugged in again or its processes were thawed. */
    MENDED,
    /** It ran and was left alone. */
    KEPT,
    /** The plan no longer has it: it was powered off, and its disk was kept. */
    STOPPED
}
