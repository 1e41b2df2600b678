package dev.tandem.lab.machine;

/** What a machine of a lab is doing, as the kernel sees it. */
public enum MachineState {
    /** It has a disk and its processes run. */
    RUNNING,
    /** Its processes stand still; its kernel goes on answering for its addresses. */
    FROZEN,
    /** It has a disk and nothing runs: powered off, killed, or never started. */
    STOPPED,
    /** There is no such machine, or one whose making was interrupted. */
    ABSENT
}
