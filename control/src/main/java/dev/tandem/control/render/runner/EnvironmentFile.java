package dev.tandem.control.render.runner;

import dev.tandem.control.model.DomainName;
import java.util.Map;

/**
 * A file of variables as systemd reads it (systemd.exec(5), EnvironmentFile=). Every value is in double quotes; in them,
 * a backslash keeps {@code " \ $ `} from meaning anything, for systemd and for a shell alike.
 */
final class EnvironmentFile {
    private EnvironmentFile() {}

    /** The variables in the given order. Values are single lines: whoever made them saw to that. */
    static String of(DomainName site, Map<String, String> variables) {
        StringBuilder text = new StringBuilder("# Managed by Tandem for " + site
                + ". Changes here are shown by 'tandem plan' and undone by 'tandem apply'.\n");
        variables.forEach((name, value) ->
                text.append(name).append("=\"").append(quoted(value)).append("\"\n"));
        return text.toString();
    }

    private static String quoted(String value) {
        return value.replaceAll("([\"\\\\$`])", "\\\\$1");
    }
}
