package dev.tandem.control.observe;

import dev.tandem.protocol.MachineName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads what the status script printed. */
final class StatusAnswer {
    private final List<String[]> lines;

    private StatusAnswer(List<String[]> lines) {
        this.lines = lines;
    }

    /** Throws IllegalArgumentException when a line is not what the script prints. */
    static MachineStatus read(MachineName machine, List<String> lines) {
        StatusAnswer answer = new StatusAnswer(
                lines.stream().map(line -> line.split("\t", -1)).toList());
        return new MachineStatus(
                machine,
                Optional.empty(),
                answer.pairs("unit"),
                answer.of("owner").map(words -> words[1]).toList(),
                answer.pairs("move"),
                answer.of("release").map(words -> words[1]).findFirst(),
                answer.pairs("server"),
                answer.of("maintenance")
                        .map(words -> seconds(words[1]))
                        .findFirst()
                        .orElse(OptionalLong.empty()),
                answer.certificates(),
                answer.of("agent").findFirst().flatMap(words -> ReportText.read(words[1])));
    }

    private Map<String, Instant> certificates() {
        Map<String, Instant> ends = new HashMap<>();
        pairs("certificate").forEach((use, end) -> ends.put(use, moment(end)));
        return ends;
    }

    private static Instant moment(String end) {
        try {
            return Instant.parse(end.replace(' ', 'T'));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + end + "' is not when a certificate ends", e);
        }
    }

    private Stream<String[]> of(String kind) {
        return lines.stream().filter(words -> words.length >= 2 && words[0].equals(kind));
    }

    private Map<String, String> pairs(String kind) {
        Map<String, String> pairs = new HashMap<>();
        of(kind).filter(words -> words.length >= 3).forEach(words -> pairs.put(words[1], words[2]));
        return pairs;
    }

    private static OptionalLong seconds(String value) {
        return value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
