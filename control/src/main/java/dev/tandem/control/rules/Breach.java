package dev.tandem.control.rules;

import dev.tandem.control.model.yaml.text.Locations;
import dev.tandem.control.model.yaml.text.Problem;
import dev.tandem.control.model.yaml.text.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One rule broken in one place.
 *
 * @param path the keys that lead to the value to change, as in {@link Problem#path()}
 * @param message what is wrong, for the user, without a full stop
 * @param suggestion what may stand there instead
 * @param restsOn the other values that make it wrong, as paths in which {@code *} is any one key
 */
public record Breach(
        Severity severity, String path, String message, Optional<String> suggestion, List<String> restsOn) {
    public Breach {
        restsOn = List.copyOf(restsOn);
    }

    static Breach error(String path, String message) {
        return new Breach(Severity.ERROR, path, message, Optional.empty(), List.of());
    }

    static Breach warning(String path, String message) {
        return new Breach(Severity.WARNING, path, message, Optional.empty(), List.of());
    }

    Breach suggesting(String text) {
        return new Breach(severity, path, message, Optional.of(text), restsOn);
    }

    Breach restingOn(String... paths) {
        return new Breach(severity, path, message, suggestion, List.of(paths));
    }

    /** The breach as a problem of the file. */
    public Problem in(Locations locations) {
        return new Problem(severity, locations.file(), locations.of(path), path, message, suggestion);
    }

    /** Whether a value that counts here is only a stand-in for one that could not be read. */
    boolean isInDoubt(Collection<String> doubtful) {
        return doubtful.stream()
                .anyMatch(stand -> overlap(path, stand) || restsOn.stream().anyMatch(value -> overlap(value, stand)));
    }

    /** Whether one path is the other or lies within it. */
    private static boolean overlap(String left, String right) {
        String[] leftKeys = left.split("[.\\[]", -1);
        String[] rightKeys = right.split("[.\\[]", -1);
        for (int depth = 0; depth < Math.min(leftKeys.length, rightKeys.length); depth++) {
            if (!leftKeys[depth].equals("*") && !leftKeys[depth].equals(rightKeys[depth])) {
                return false;
            }
        }
        return true;
    }
}
