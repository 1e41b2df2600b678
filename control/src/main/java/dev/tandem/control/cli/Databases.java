package dev.tandem.control.cli;

import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.protocol.MachineName;

/** What commands ask of the database agents. */
final class Databases {
    private Databases() {}

    static DatabaseReading read(Workplace workplace) {
        return DatabaseReading.read(
                workplace.fleet(),
                workplace.layout().databases().stream().map(Machine::name).toList());
    }

    /** The machine that is the primary now. Throws CommandFailure, with what each agent says, when none knows. */
    static MachineName primary(Workplace workplace) {
        DatabaseReading reading = read(workplace);
        return reading.primary()
                .orElseThrow(() -> new CommandFailure(
                        Exit.FAILED, "No machine is known to be the primary now.\n" + reading.sentences()));
    }
}
