package dev.tandem.lab.machine;

/**
 * A file that the lab writes to a machine's disk: what a Debian installer would have asked for.
 *
 * @param path absolute, as the machine sees it
 * @param mode as three octal digits
 * @param text the whole content
 */
record MachineFile(String path, int mode, String text) {}
