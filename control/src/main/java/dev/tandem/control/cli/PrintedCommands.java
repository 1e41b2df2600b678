package dev.tandem.control.cli;

import dev.tandem.control.remote.RemoteCommand;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Completes the commands of ours that stand in what is said, such as {@code Next: tandem plan}, so that they work as they are printed: with
 * the place and the file that the command which prints them was given. Who writes a sentence, in whatever package, need not know them. Pure.
 *
 * @param root the command line, which knows what is a command and what is prose
 * @param options what was given, by option, in the order in which they are printed
 */
record PrintedCommands(CommandSpec root, SequencedMap<String, String> options) {
    /**
     * Our name with lower-case words behind it, up to the next time that it stands there; and no path, file or unit that has it in its name.
     * Then the place, where the sentence names one: without the point or comma that may follow.
     */
    private static final Pattern COMMAND =
            Pattern.compile("((?<![\\w/.-])tandem(?: (?!tandem\\b)[a-z]+)+)((?: --on [\\w.,:-]*[\\w-])?)");

    /** The text, with the options behind every command that does not name them itself. */
    String in(String text) {
        return COMMAND.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(completed(found.group(1), found.group(2))));
    }

    private String completed(String words, String named) {
        int end = endOfCommand(words);
        if (end == 0) {
            return words + named;
        }
        // What stands behind prose is no option of the command's.
        String own = end == words.length() ? named : "";
        String missing = options.entrySet().stream()
                .filter(option -> !own.startsWith(" " + option.getKey() + " "))
                .map(option -> " " + option.getKey() + " "
                        + RemoteCommand.of("be printed", option.getValue()).quoted())
                .collect(Collectors.joining());
        return words.substring(0, end) + own + missing + words.substring(end) + named.substring(own.length());
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
