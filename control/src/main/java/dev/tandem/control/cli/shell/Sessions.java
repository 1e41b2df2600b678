package dev.tandem.control.cli.shell;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.model.Machine;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.SshAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sessions for a person, by this computer's own ssh: it knows terminals better than we ever will. */
public final class Sessions {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /** After three of these without an answer, which is ssh's default, the session ends. */
    private static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(5);

    /** How ssh ends when it is ssh itself that failed. */
    private static final int FAILED_ITSELF = 255;

    private Sessions() {}

    /**
     * Runs words on a machine with this process's own input, output and terminal; a login shell when there are none.
     *
     * @return the exit code of the command
     * @throws CommandFailure when the machine cannot be reached, or not any more
     */
    public static int run(Workplace workplace, Machine machine, boolean terminal, List<String> command) {
        List<String> words = words(workplace, machine, terminal, command);
        try {
            int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
            if (exit == FAILED_ITSELF) {
                throw new CommandFailure(
                        Exit.FAILED,
                        machine.name() + ": there is no SSH connection to " + machine.address()
                                + ", or it broke. Is the machine up, and does its sshd take the key? Next: tandem status");
            }
            return exit;
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, "cannot run '" + words.getFirst() + "': " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.INTERRUPTED.code();
        }
    }

    private static List<String> words(Workplace workplace, Machine machine, boolean terminal, List<String> command) {
        SshAccess access = workplace.access();
        List<String> words = new ArrayList<>(workplace.place().networkPrefix(workplace.site()));
        words.addAll(List.of(
                "ssh",
                // Not -q, which hides why there is no connection.
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectTimeout=" + CONNECT_WITHIN.toSeconds(),
                "-o",
                "ServerAliveInterval=" + KEEP_ALIVE_EVERY.toSeconds(),
                "-p",
                Integer.toString(access.port()),
                "-i",
                access.key().toString()));
        words.addAll(List.of("-o", "UserKnownHostsFile=" + access.hostKeys().file(), "-o", "IdentitiesOnly=yes"));
        words.addAll(List.of("-o", "StrictHostKeyChecking=accept-new", "-o", "GlobalKnownHostsFile=/dev/null"));
        if (terminal) {
            words.add("-t");
        }
        words.add(access.user() + "@" + machine.address());
        if (!command.isEmpty()) {
            // ssh joins its words with blanks and the machine's shell splits them again: they are quoted for it here.
            words.add((access.user().equals("root") ? "" : "sudo ")
                    + RemoteCommand.of("run a command", command.toArray(String[]::new))
                            .quoted());
        }
        return words;
    }
}
