package dev.tandem.agent;

import dev.tandem.agent.kernel.Programs;
import dev.tandem.agent.loop.ReportText;
import dev.tandem.protocol.AgentReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What this machine's agent says in its file, as long as it says it. */
final class OwnReport {
    /** It writes each second. The clock may have been set back since: what was said then is not what it says now. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration ASKS_SYSTEMD = Duration.ofSeconds(1);

    private final Path file;
    private final Programs programs;
    private final InstantSource clock;

    OwnReport(Path file, Programs programs, InstantSource clock) {
        this.file = file;
        this.programs = programs;
        this.clock = clock;
    }

    /** What it says now; empty when it says nothing, or what this version does not understand. */
    Optional<AgentReport> now() {
        return since(Instant.MIN);
    }

    /** The same, and not its predecessor's: nothing from before the start of the unit. */
    Optional<AgentReport> sinceItsStart() {
        return started().flatMap(this::since);
    }

    private Optional<AgentReport> since(Instant begin) {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            boolean fresh = Duration.between(written, clock.instant()).abs().compareTo(FRESH) < 0;
            return fresh && written.isAfter(begin)
                    ? Optional.of(ReportText.read(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException unread) {
            return Optional.empty();
        }
    }

    /** When the unit was last active, such as "Tue 2026-12-01 03:20:11.123456 UTC" (systemctl(1), --timestamp). */
    private Optional<Instant> started() {
        Programs.Result answer = programs.run(
                ASKS_SYSTEMD, "systemctl", "show", "--timestamp=us+utc", "-P", "ActiveEnterTimestamp", "tandem-agent");
        String[] words = answer.output().split(" ", -1);
        try {
            return answer.succeeded() && words.length == 4
                    ? Optional.of(Instant.parse(words[1] + "T" + words[2] + "Z"))
                    : Optional.empty();
        } catch (DateTimeParseException unread) {
            return Optional.empty();
        }
    }
}
