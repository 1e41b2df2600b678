package dev.tandem.control.cli.db;

import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.Json;
import dev.tandem.control.cli.Output;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says which machine was the primary when, and why that changed. */
@Command(name = "history", description = "Say which machine became the primary when, and why.")
final class DbHistoryCommand extends SiteCommand {
    @Option(names = "--json", description = "One JSON document on standard output.")
    boolean json;

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        List<String> history =
                Databases.answer(workplace, Databases.read(workplace), "cluster", DbHistoryCommand::history);
        if (json) {
            Json.print(new DbHistoryDocument(
                    1, workplace.site().name().value(), workplace.place().word(), history));
        } else {
            history.forEach(Output::line);
        }
        return Exit.DONE;
    }

    /** The agents keep a line for each term. Throws IllegalArgumentException when the answer is none of an agent's. */
    private static List<String> history(String answer) {
        if (!(read(answer) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("'" + answer + "' is no JSON object");
        }
        return fields.get("history") instanceof List<?> lines
                ? lines.stream()
                        .map(line -> String.valueOf(line).replaceAll("\\R+", " "))
                        .toList()
                : List.of();
    }

    private static @Nullable Object read(String answer) {
        try {
            return Jsonb.builder().build().type(Object.class).fromJson(answer);
        } catch (JsonException e) {
            throw new IllegalArgumentException("'" + answer + "' is no JSON", e);
        }
    }
}
