package dev.tandem.control.model.yaml.text;

/** Whether a problem stops Tandem. */
public enum Severity {
    /** The file is wrong; nothing is done with it. */
    ERROR,
    /** The file means what it says, but its owner should know what that costs. Never changes an exit code. */
    WARNING
}
