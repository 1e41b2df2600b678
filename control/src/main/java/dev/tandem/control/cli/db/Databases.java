package dev.tandem.control.cli.db;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import dev.tandem.control.observe.DatabaseReading;
import dev.tandem.control.operate.DatabaseAgent;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What commands ask of the database agents. */
public final class Databases {
    private static final Duration USUALLY = Duration.ofSeconds(40);

    private Databases() {}

    static DatabaseReading read(Workplace workplace) {
        return DatabaseReading.read(
                workplace.fleet(),
                workplace.layout().databases().stream().map(Machine::name).toList());
    }

    /** The machine that is the primary now. Throws CommandFailure, with what each agent says, when none knows. */
    public static MachineName primary(Workplace workplace) {
        return primary(read(workplace));
    }

    private static MachineName primary(DatabaseReading reading) {
        return reading.primary()
                .orElseThrow(() -> new CommandFailure(
                        Exit.FAILED, "No machine is known to be the primary now.\n" + reading.sentences()));
    }

    /**
     * The machine that is the primary now and says that it serves. Throws CommandFailure, with what each agent says, when none
     * does: what is read elsewhere may be old, and what is written there may be thrown away.
     */
    static MachineName serving(Workplace workplace) {
        DatabaseReading reading = read(workplace);
        MachineName primary = primary(reading);
        if (!reading.serves(primary)) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was run: " + primary + " is the primary, and does not say that it serves.\n"
                            + reading.sentences()
                            + "\nMore: tandem db status. To look all the same: tandem ssh " + primary
                            + ", and there, as root, mariadb "
                            + workplace.site().database().schema());
        }
        return primary;
    }

    /** A word of a command line as a database machine's name. Throws CommandFailure when it is none. */
    static MachineName named(Workplace workplace, String word) {
        return workplace.layout().databases().stream()
                .map(Machine::name)
                .filter(machine -> machine.value().equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "'" + word + "' is no machine with the role " + Role.DATABASE.word() + "; there are "
                                + workplace.layout().databases().stream()
                                        .map(machine -> machine.name().value())
                                        .collect(Collectors.joining(", "))));
    }

    /** As {@link #order(Workplace, DatabaseReading, Duration, String, String...)}, for what is done at once. */
    static Completed order(Workplace workplace, DatabaseReading reading, String verb, String... words) {
        return order(workplace, reading, USUALLY, verb, words);
    }

    /**
     * Gives an order to the agents, by any of the machines on which one speaks, and best one that etcd answers.
     *
     * @return what came back; it came about
     * @throws CommandFailure with the agent's own sentence when it did not come about, or when no agent speaks
     */
    static Completed order(
            Workplace workplace, DatabaseReading reading, Duration within, String verb, String... words) {
        if (reading.speaking().isEmpty()) {
            throw new CommandFailure(Exit.FAILED, "No database agent can be told.\n" + reading.sentences());
        }
        MachineName by = reading.speaking().getFirst();
        Completed completed =
                new DatabaseAgent(workplace.fleet().machine(by)).order(purpose(verb), within, verb, words);
        if (!completed.succeeded()) {
            throw new CommandFailure(Exit.FAILED, sentence(completed));
        }
        return completed;
    }

    /**
     * Asks the agents something, as {@link #order} does.
     *
     * @param reader throws IllegalArgumentException, with what is wrong, when the answer is not what was asked for
     * @throws RemoteException when the answer cannot be read
     */
    static <T> T answer(Workplace workplace, DatabaseReading reading, String verb, Function<String, T> reader) {
        String answer = order(workplace, reading, verb).text();
        try {
            return reader.apply(answer);
        } catch (IllegalArgumentException e) {
            throw RemoteException.garbled(reading.speaking().getFirst(), purpose(verb), String.valueOf(e.getMessage()));
        }
    }

    private static String purpose(String verb) {
        return "tell the database agents: " + verb;
    }

    /** What the agent's program said beside its answer. */
    static String sentence(Completed completed) {
        return completed.errors().strip();
    }
}
