package dev.tandem.control.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Completes the commands of ours that stand in what is said, such as {@code Next: tandem plan}, so that they work as they are printed: with
 * the place that the command which prints them was given. Who writes a sentence, in whatever package, need not know the place. Pure.
 *
 * @param root the command line, which knows what is a command and what is prose
 * @param place what {@code --on} takes
 */
record PrintedCommands(CommandSpec root, String place) {
    /** Our name with lower-case words behind it, up to the next time that it stands there; and no path, file or unit that has it in its name. */
    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/.-])tandem(?: (?!tandem\\b)[a-z]+)+");

    /** The text, with the place behind every command that does not name one. */
    String in(String text) {
        return COMMAND.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(completed(found.group(), text.substring(found.end()))));
    }

    private String completed(String words, String rest) {
        int end = endOfCommand(words);
        String behind = words.substring(end);
        boolean hasPlace = (behind + rest).startsWith(" --on");
        return end == 0 || hasPlace ? words : words.substring(0, end) + " --on " + place + behind;
    }

    /** Where the words end that name a command, as {@code tandem secret rotate} does; 0 when they name none. */
    private int endOfCommand(String words) {
        CommandSpec command = root;
        int name = words.indexOf(' ');
        int end = name;
        for (String word : words.substring(name + 1).split(" ", -1)) {
            CommandLine next = command.subcommands().get(word);
            if (next == null) {
                break;
            }
            command = next.getCommandSpec();
            end += 1 + word.length();
        }
        return end == name ? 0 : end;
    }
}
