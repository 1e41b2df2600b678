package dev.tandem.control.recovery;

import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where on a machine one value of a secret stands, found by rendering the site with words in the place of secrets: what a renderer writes, this
 * reads, whatever file it is. Pure.
 *
 * @param besides whether it is the value that is accepted besides the one in use
 * @param before what stands before it on its line
 * @param after what stands behind it on the last of its lines
 * @param turn how many lines with the same before and after come first, as in a list of keys
 */
record SecretTrace(
        MachineName machine, String path, SecretName name, boolean besides, String before, String after, int turn) {
    // What it takes it does not give back (x*+): a long value needs no deep stack.
    private static final String QUOTED = "((?:[^\"\\\\]|\\\\[\\s\\S])++)\"";

    /** Every place of every secret of a site. */
    static List<SecretTrace> all(List<DesiredMachine> outlined, Secrets words) {
        List<SecretTrace> traces = new ArrayList<>();
        for (DesiredMachine machine : outlined) {
            machine.components().stream()
                    .flatMap(component -> component.items(ManagedFile.class))
                    .forEach(file -> add(traces, machine.machine(), file, words));
        }
        return List.copyOf(traces);
    }

    private static void add(List<SecretTrace> traces, MachineName machine, ManagedFile file, Secrets words) {
        List<SecretTrace> ofFile = new ArrayList<>();
        file.content()
                .lines()
                .forEach(line -> words.values().keySet().forEach(name -> {
                    add(ofFile, machine, file, name, false, line, words.get(name));
                    words.other(name).ifPresent(other -> add(ofFile, machine, file, name, true, line, other));
                }));
        traces.addAll(ofFile);
    }

    private static void add(
            List<SecretTrace> ofFile,
            MachineName machine,
            ManagedFile file,
            SecretName name,
            boolean besides,
            String line,
            String word) {
        int at = line.indexOf(word);
        if (at < 0) {
            return;
        }
        String before = line.substring(0, at);
        String after = line.substring(at + word.length());
        int turn = (int) ofFile.stream()
                .filter(trace -> trace.before().equals(before) && trace.after().equals(after))
                .count();
        ofFile.add(new SecretTrace(machine, file.path().value(), name, besides, before, after, turn));
    }

    /** The value, as it stands in the file of a machine; none when its line is not there. */
    Optional<String> valueIn(String content) {
        return isQuoted() ? quotedIn(content) : lineIn(content);
    }

    private Optional<String> lineIn(String content) {
        return content.lines()
                .filter(line -> line.length() > before.length() + after.length()
                        && line.startsWith(before)
                        && line.endsWith(after))
                .skip(turn)
                .findFirst()
                .map(line -> line.substring(before.length(), line.length() - after.length()));
    }

    /** It ends at the quote that no backslash stands before, which may be lines below, as of a key in PEM that somebody wrote into the vault. */
    private Optional<String> quotedIn(String content) {
        return Pattern.compile("^" + Pattern.quote(before) + QUOTED + "$", Pattern.MULTILINE)
                .matcher(content)
                .results()
                .skip(turn)
                .findFirst()
                .map(found -> found.group(1).replaceAll("\\\\([\"\\\\$`])", "$1"));
    }

    /** In a file of variables (systemd.exec(5), EnvironmentFile=) a backslash keeps {@code " \ $ `} from meaning anything. */
    private boolean isQuoted() {
        return before.endsWith("=\"") && after.equals("\"");
    }
}
