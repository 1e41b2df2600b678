package dev.tandem.control.cli.start;

import dev.tandem.control.cli.CommandLines;
import java.nio.file.Path;
import java.util.List;

/** The command line without a lab: for a computer that only looks after real sites. */
public final class Main {
    private Main() {}

    /** Runs; the system property {@code tandem.home} names the folder of Tandem's own files. */
    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("tandem.home", "."));
        System.exit(CommandLines.run(home, List.of(new RealSite()), Commands.all(), arguments));
    }
}
