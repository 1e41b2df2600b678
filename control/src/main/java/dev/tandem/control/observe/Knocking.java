package dev.tandem.control.observe;

import dev.tandem.control.layout.Door;
import dev.tandem.control.layout.Knock;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.PortAnswer;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.Script;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tries which ports open, many doors at a time, each for two seconds. */
public final class Knocking {
    private static final String SCRIPT = Script.beside(Knocking.class, "knock.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Knocking() {}

    /** As a machine finds it, asked by root. Throws RemoteException when the machine cannot be asked. */
    public static Map<Door, PortAnswer> from(Remote machine, List<Knock> knocks) {
        return from(machine, "root", knocks);
    }

    /** As the programs of one of its users find it. Throws RemoteException when the machine cannot be asked. */
    public static Map<Door, PortAnswer> from(Remote machine, String user, List<Knock> knocks) {
        Map<String, Door> doors = new HashMap<>();
        StringBuilder input = new StringBuilder();
        for (Knock knock : knocks) {
            String line = line(knock.door());
            doors.put(line, knock.door());
            input.append(line).append('\n');
        }
        return machine.require(
                RemoteCommand.of("knock at every port of the site", "runuser", "-u", user, "--", "bash", "-c", SCRIPT)
                        .reading(input.toString()),
                answer -> answers(answer.lines(), doors));
    }

    /** Throws IllegalArgumentException when a line is not a door and what came of it. */
    private static Map<Door, PortAnswer> answers(List<String> lines, Map<String, Door> doors) {
        Map<Door, PortAnswer> answers = new HashMap<>();
        for (String line : lines) {
            int last = Math.max(0, line.lastIndexOf(' '));
            Door door = doors.get(line.substring(0, last));
            if (door != null) {
                answers.put(door, PortAnswer.valueOf(line.substring(last + 1).toUpperCase(Locale.ROOT)));
            }
        }
        return answers;
    }

    /** As this computer finds it; over TCP only. */
    public static Map<Door, PortAnswer> fromHere(List<Knock> knocks) {
        List<Door> doors =
                knocks.stream().map(Knock::door).filter(door -> !door.udp()).toList();
        return InParallel.map(doors, door -> door, Knocking::knock);
    }

    private static PortAnswer knock(Door door) {
        return PortAnswer.fromHere(
                new InetSocketAddress(door.address().toString(), door.port().value()), PATIENCE);
    }

    private static String line(Door door) {
        return door.address() + " " + door.port() + (door.udp() ? " udp" : " tcp");
    }
}
