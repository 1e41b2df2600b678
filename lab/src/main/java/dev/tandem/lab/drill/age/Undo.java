package dev.tandem.lab.drill.age;

import dev.tandem.lab.computer.CommandException;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.drill.ground.Grip;
import java.time.Duration;

/**
 * What takes back what ageing changed on a machine: a script on the machine's own disk that grows at its head before each change, so
 * that it holds whatever was done also when the drill was killed in between, and when the machine was. Each line may be run without
 * its change having been made, and without the lines before it having worked.
 */
public final class Undo {
    static final String ADD = """
            mkdir -p /var/lib/tandem-aged
            cd /var/lib/tandem-aged
            { printf '%s\\n' "$1"; cat undo 2> /dev/null || true; } > undo.new
            mv undo.new undo
            """;

    /** Runs the script and removes it, and lets programs of ours begin without what they took over; nothing is done where there is none. */
    static final String RUN = """
            [ -e /var/lib/tandem-aged/undo ] || exit 0
            sh /var/lib/tandem-aged/undo || true
            systemctl try-restart tandem-agent tandem-runner || true
            rm -rf /var/lib/tandem-aged
            """;

    /** Application servers finish their requests before they start anew. */
    private static final Duration UNDONE_WITHIN = Duration.ofMinutes(2);

    private Undo() {}

    /** Remembers a line of shell, to be run before all that were remembered so far. */
    static void remember(Grip grip, String line) {
        grip.sh(ADD, line);
    }

    /** Gives a machine its lifetimes back, if a drill had shortened them. */
    public static void run(Grip grip) {
        try {
            grip.sh(UNDONE_WITHIN, RUN);
        } catch (CommandException | ComputerException e) {
            // Its script is still there: the next one who clears tries again.
        }
    }
}
