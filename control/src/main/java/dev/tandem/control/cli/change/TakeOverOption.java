package dev.tandem.control.cli.change;

import java.util.List;
import picocli.CommandLine.Option;

/** The option by which machines are taken that another site's vault made. */
final class TakeOverOption {
    @Option(
            names = "--take-over",
            paramLabel = "MACHINE",
            split = ",",
            description =
                    "Take this machine although it belongs to another site, and overwrite what is on it; several with commas."
                            + " Data of another site is refused all the same.")
    private List<String> machines = List.of();

    List<String> machines() {
        return machines;
    }
}
