package dev.tandem.control.cli;

import dev.tandem.control.apply.ApplyException;
import dev.tandem.control.operate.LockedException;
import dev.tandem.control.release.ReleaseException;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.vault.DamagedFileException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** Turns what a command throws into words and an exit code. What nobody foresaw is shown whole: it is a fault of ours. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private final Talk talk;

    Failures(Talk talk) {
        this.talk = talk;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, CommandLine.ParseResult result) {
        return switch (exception) {
            case CommandFailure failure -> say(failure, failure.exit());
            case LockedException locked -> say(locked, Exit.LOCKED);
            case ReleaseException release -> say(release, Exit.USAGE);
            case ApplyException apply -> say(apply, Exit.FAILED);
            case RemoteException remote -> say(remote, Exit.FAILED);
            case DamagedFileException damaged -> say(damaged, Exit.FAILED);
            default -> unforeseen(exception);
        };
    }

    private int say(Exception exception, Exit exit) {
        talk.bad(String.valueOf(exception.getMessage()));
        Arrays.stream(exception.getSuppressed())
                .map(Throwable::getMessage)
                .filter(message -> !String.valueOf(exception.getMessage()).equals(message))
                .distinct()
                .map(message -> "also: " + message)
                .forEach(talk::bad);
        return exit.code();
    }

    private int unforeseen(Exception exception) {
        talk.bad("A fault of Tandem itself; please report it with these lines:");
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        talk.line(trace.toString().stripTrailing());
        return Exit.FAILED.code();
    }
}
