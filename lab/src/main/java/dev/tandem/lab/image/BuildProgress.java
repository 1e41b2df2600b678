package dev.tandem.lab.image;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what `mmdebstrap --verbose` prints into a few lines for the user. Not thread-safe: it counts. Its syntax was
 * read from mmdebstrap 1.3.5 and apt 2.6.
 */
final class BuildProgress {
    private static final Pattern INSTALLING = Pattern.compile("\\d+ upgraded, (\\d+) newly installed.*");
    /** Get:7 MIRROR SUITE/COMPONENT ARCHITECTURE PACKAGE ARCHITECTURE VERSION [SIZE]; a list of packages has fewer words. */
    private static final Pattern DOWNLOADED = Pattern.compile("Get:\\d+( \\S+){6} \\[.*");

    private static final int STEP = 20;
    private int total;
    /** dpkg unpacks and sets up in turns, so each has a count of its own. */
    private final Map<String, Integer> counts = new HashMap<>();

    /** What the user should hear after this line, if anything. */
    Optional<String> after(String line) {
        Matcher installing = INSTALLING.matcher(line);
        if (installing.matches()) {
            total = Integer.parseInt(installing.group(1));
            counts.clear();
            return Optional.empty();
        }
        if (line.startsWith("I: running apt-get update")) {
            return Optional.of("image: reading Debian's package lists");
        }
        if (line.startsWith("I: running --customize-hook")) {
            return Optional.of("image: making it the machines' common layer");
        }
        return verb(line).flatMap(this::counted);
    }

    private static Optional<String> verb(String line) {
        if (DOWNLOADED.matcher(line).matches()) {
            return Optional.of("downloading");
        }
        if (line.startsWith("Unpacking ")) {
            return Optional.of("unpacking");
        }
        return line.startsWith("Setting up ") ? Optional.of("setting up") : Optional.empty();
    }

    private Optional<String> counted(String verb) {
        int count = counts.merge(verb, 1, Integer::sum);
        boolean worthALine = total > 0 && (count % STEP == 0 || count == total);
        return worthALine
                ? Optional.of("image: " + verb + " " + count + " of " + total + " packages")
                : Optional.empty();
    }
}
