package dev.tandem.control.model.yaml.text;

import java.util.Optional;

/**
 * One thing that is wrong in a site's file.
 *
 * @param file as the user named it
 * @param path the keys that lead there, such as {@code machines.lb1.roles[1]}; empty for the file as a whole
 * @param message what is wrong, for the user, without a full stop
 * @param suggestion what may stand there instead
 */
public record Problem(
        Severity severity, String file, Position position, String path, String message, Optional<String> suggestion) {
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The line that users see, in the form that editors and terminals turn into a link. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(file)
                .append(':')
                .append(position.line())
                .append(':')
                .append(position.column())
                .append(": ");
        if (!isError()) {
            line.append("warning: ");
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        line.append(message).append('.');
        suggestion.ifPresent(
                text -> line.append(" Did you mean \"").append(text).append("\"?"));
        return line.toString();
    }
}
