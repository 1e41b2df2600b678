package dev.tandem.control.cli;

import dev.tandem.control.apply.ApplyException;
import dev.tandem.control.operate.LockedException;
import dev.tandem.control.release.ReleaseException;
import dev.tandem.control.remote.HostKeysException;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.vault.VaultException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Turns what a command throws into words and an exit code. What nobody foresaw is shown whole: it is a fault of ours. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private final List<Place> places;
    private final Talk talk;

    Failures(List<Place> places, Talk talk) {
        this.places = List.copyOf(places);
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
            case HostKeysException keys -> say(keys, Exit.FAILED);
            case VaultException vault -> say(vault, Exit.FAILED);
            default -> ofAPlace(exception);
        };
    }

    /** What machines are made of is known to the places alone, and so is what can go wrong with it. */
    private int ofAPlace(Exception exception) {
        return places.stream()
                .flatMap(place -> place.foreseen(exception).stream())
                .findFirst()
                .map(failure -> say(failure, failure.exit()))
                .orElseGet(() -> unforeseen(exception));
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
