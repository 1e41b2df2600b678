package dev.tandem.control.observe;

import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.Script;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in files of a machine. Only reads; nothing of it is ever part of a message. */
public final class HeldFiles {
    private static final String HELD = Script.beside(HeldFiles.class, "held.sh");

    private HeldFiles() {}

    /**
     * Reads files.
     *
     * @param purpose what for, as a user would say it
     * @param patterns paths, or patterns of a shell
     * @return the content of each one that is there, by its path; of a link its target
     * @throws RemoteException when the machine cannot be asked
     */
    public static Map<String, String> read(Remote remote, String purpose, List<String> patterns) {
        RemoteCommand command = RemoteCommand.script(purpose, HELD).reading(String.join("\n", patterns) + "\n");
        Completed completed = remote.run(command);
        if (!completed.succeeded()) {
            // Without its output, in which there may be keys.
            throw RemoteException.ended(
                    remote.machine(), command, new Completed(completed.exit(), "", completed.errors()));
        }
        Map<String, String> files = new TreeMap<>();
        for (String line : completed.lines()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals("held")) {
                files.put(words[1], content(remote, command, words));
            }
        }
        return files;
    }

    private static String content(Remote remote, RemoteCommand command, String[] words) {
        try {
            return new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RemoteException.garbled(
                    remote.machine(), command.purpose(), "the content of " + words[1] + " is no Base64");
        }
    }
}
