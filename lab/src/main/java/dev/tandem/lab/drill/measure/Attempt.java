package dev.tandem.lab.drill.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One request of a load, as its program wrote it down.
 *
 * @param kind write, read-primary, read-replica, direct-write, direct-read, http-write or http-read
 * @param source the machine that the program ran on
 * @param id of a write: no other write of its kind has it in this run
 * @param begin on the clock of {@link System#nanoTime()}, which all machines of a lab share
 * @param end none when no answer came before the load ended, or its program
 */
public record Attempt(
        String kind, String source, String id, long begin, OptionalLong end, Outcome outcome, String detail) {
    private static final int WORDS_OF_A_BEGIN = 4;
    private static final int WORDS_OF_AN_END = 7;

    /** What came of it. */
    public enum Outcome {
        ACKNOWLEDGED,
        REFUSED,
        MAYBE,
        STALE;

        private static Outcome of(String letter) {
            return switch (letter) {
                case "A" -> ACKNOWLEDGED;
                case "R" -> REFUSED;
                case "S" -> STALE;
                default -> MAYBE;
            };
        }
    }

    boolean acknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }

    /** It did not work, or never ended. */
    boolean failed() {
        return outcome == Outcome.REFUSED || outcome == Outcome.MAYBE;
    }

    /** Whether it was under way after that moment. */
    boolean lastsBeyond(long moment) {
        return end.orElse(Long.MAX_VALUE) > moment;
    }

    /** How long it took, in nanoseconds; of one that never ended, until that moment. */
    long took(long until) {
        return end.orElse(until) - begin;
    }

    boolean is(String wanted) {
        return kind.equals(wanted);
    }

    /** Reads what a program wrote. A last line that was cut off is left out: its attempt is still begun. */
    public static List<Attempt> parse(String source, List<String> lines) {
        Map<String, Attempt> begun = new LinkedHashMap<>();
        List<Attempt> all = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", WORDS_OF_AN_END);
            if (words[0].equals("B") && words.length == WORDS_OF_A_BEGIN) {
                Attempt attempt = new Attempt(
                        words[1], source, words[2], Long.parseLong(words[3]), OptionalLong.empty(), Outcome.MAYBE, "");
                begun.put(key(words), attempt);
            } else if (words[0].equals("E") && words.length == WORDS_OF_AN_END) {
                begun.remove(key(words));
                all.add(new Attempt(
                        words[1],
                        source,
                        words[2],
                        Long.parseLong(words[3]),
                        OptionalLong.of(Long.parseLong(words[4])),
                        Outcome.of(words[5]),
                        words[6]));
            }
        }
        all.addAll(begun.values());
        return all;
    }

    private static String key(String[] words) {
        return words[1] + " " + words[2] + " " + words[3];
    }
}
