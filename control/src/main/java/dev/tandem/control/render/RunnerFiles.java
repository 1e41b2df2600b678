package dev.tandem.control.render;

/** Where the application server is found: others name it, too. */
public final class RunnerFiles {
    /** For its socket alone; made by the unit, for the application's user and root. */
    public static final String DIRECTORY = "tandem-runner";

    /** Where it says whether it is ready, and takes orders: a Unix socket, which speaks HTTP. */
    public static final String MANAGEMENT = "/run/" + DIRECTORY + "/management.sock";

    private RunnerFiles() {}
}
