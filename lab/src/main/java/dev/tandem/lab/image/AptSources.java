package dev.tandem.lab.image;

import dev.tandem.lab.computer.ComputerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads this computer's own apt sources, in both forms that sources.list(5) knows. */
final class AptSources {
    /** deb [option=value ...] URI SUITE COMPONENT... */
    private static final Pattern ONE_LINE =
            Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)((?:\\s+\\S+)*)\\s*");

    private static final Pattern SIGNED_BY = Pattern.compile("(?:^|\\s)signed-by=(\\S+)");

    private AptSources() {}

    /** All enabled binary entries below /etc/apt, or whichever directory is given. */
    static List<AptEntry> read(Path directory) {
        List<AptEntry> entries = new ArrayList<>();
        for (Path file : files(directory)) {
            try {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                entries.addAll(file.toString().endsWith(".sources") ? deb822(text) : oneLine(text));
            } catch (IOException e) {
                throw new ComputerException("reading " + file + " for a Debian mirror", e);
            }
        }
        return List.copyOf(entries);
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        Path single = directory.resolve("sources.list");
        if (Files.isRegularFile(single)) {
            files.add(single);
        }
        Path parts = directory.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> listing = Files.list(parts)) {
                listing.filter(file -> file.toString().endsWith(".list")
                                || file.toString().endsWith(".sources"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new ComputerException("reading " + parts + " for a Debian mirror", e);
            }
        }
        return files;
    }

    static List<AptEntry> oneLine(String text) {
        List<AptEntry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int comment = line.indexOf('#');
            Matcher match = ONE_LINE.matcher((comment < 0 ? line : line.substring(0, comment)).strip());
            if (match.matches()) {
                Matcher signedBy = SIGNED_BY.matcher(match.group(1) == null ? "" : match.group(1));
                entries.add(new AptEntry(
                        match.group(2),
                        match.group(3),
                        words(match.group(4)),
                        signedBy.find() ? signedBy.group(1) : ""));
            }
        }
        return entries;
    }

    static List<AptEntry> deb822(String text) {
        List<AptEntry> entries = new ArrayList<>();
        for (Map<String, String> stanza : stanzas(text)) {
            if (!words(stanza.getOrDefault("types", "")).contains("deb")
                    || stanza.getOrDefault("enabled", "yes").strip().equalsIgnoreCase("no")) {
                continue;
            }
            for (String uri : words(stanza.getOrDefault("uris", ""))) {
                for (String suite : words(stanza.getOrDefault("suites", ""))) {
                    entries.add(new AptEntry(
                            uri,
                            suite,
                            words(stanza.getOrDefault("components", "")),
                            stanza.getOrDefault("signed-by", "").strip()));
                }
            }
        }
        return entries;
    }

    /** Paragraphs of deb822(5): fields, continued by lines that begin with a blank, ended by an empty line. */
    private static List<Map<String, String>> stanzas(String text) {
        List<Map<String, String>> stanzas = new ArrayList<>();
        Map<String, String> stanza = new HashMap<>();
        String field = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                stanzas.add(stanza);
                stanza = new HashMap<>();
                field = "";
            } else if (Character.isWhitespace(line.charAt(0))) {
                stanza.merge(field, line, (before, more) -> before + "\n" + more);
            } else if (colon > 0) {
                field = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                stanza.put(field, line.substring(colon + 1));
            }
        }
        stanzas.add(stanza);
        return stanzas;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
