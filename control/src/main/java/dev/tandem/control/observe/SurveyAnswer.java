package dev.tandem.control.observe;

import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.actual.ActualUnit;
import dev.tandem.control.state.actual.ActualVoter;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.protocol.AgentReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the survey script printed. */
final class SurveyAnswer {
    private final Map<String, List<String>> sections;

    private SurveyAnswer(Map<String, List<String>> sections) {
        this.sections = sections;
    }

    /**
     * Only headings begin a line; what belongs to them stands after a blank, and nothing else is the survey's.
     *
     * @throws IllegalArgumentException when a line of it is not what the script prints
     */
    static ActualMachine read(List<String> lines) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("== ")) {
                current = new ArrayList<>();
                sections.put(line.substring(3), current);
            } else if (line.startsWith(" ")) {
                current.add(line.substring(1));
            }
        }
        return new SurveyAnswer(sections).machine();
    }

    private ActualMachine machine() {
        return new ActualMachine(
                section("from").stream().findFirst(),
                packages(),
                Set.copyOf(section("users")),
                paths(),
                units(),
                applied(),
                managed(),
                section("migrated").stream().findFirst(),
                sections.containsKey("data") ? Optional.of(database()) : Optional.empty(),
                sections.containsKey("voter") ? Optional.of(voter()) : Optional.empty());
    }

    private List<String> section(String name) {
        return sections.getOrDefault(name, List.of());
    }

    private static String[] words(String line, String separator, int count) {
        String[] words = line.split(separator, count);
        if (words.length < count) {
            throw new IllegalArgumentException("'" + line + "' has not " + count + " parts");
        }
        return words;
    }

    private Set<String> packages() {
        return section("packages").stream()
                .map(line -> words(line, " ", 2))
                .filter(words -> words[1].equals("installed"))
                .map(words -> words[0])
                .collect(Collectors.toSet());
    }

    private SortedSet<MachinePath> managed() {
        return section("managed").stream().map(MachinePath::new).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<MachinePath, ActualPath> paths() {
        Map<String, String> sums = section("sums").stream()
                .map(line -> words(line, "  ", 2))
                .collect(Collectors.toMap(words -> words[1], words -> words[0], (first, _) -> first));
        Map<MachinePath, ActualPath> paths = new HashMap<>();
        for (String line : section("paths")) {
            String[] words = words(line, " ", 6);
            Ownership ownership = new Ownership(words[2], words[3], ownerMode(words[4]));
            paths.put(
                    new MachinePath(words[0]),
                    switch (words[1]) {
                        case "f" ->
                            new ActualPath.RegularFile(ownership, sums.getOrDefault(words[0], ""), Optional.empty());
                        case "d" -> new ActualPath.DirectoryFound(ownership);
                        case "l" -> new ActualPath.LinkFound(words[5]);
                        default -> new ActualPath.Other(words[1]);
                    });
        }
        return paths;
    }

    /** The last three digits: set-user-id and sticky bits never stand in a desired state. */
    private static String ownerMode(String mode) {
        return "0" + mode.substring(Math.max(0, mode.length() - 3));
    }

    private Map<String, ActualUnit> units() {
        Map<String, ActualUnit> units = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        List<String> lines = new ArrayList<>(section("units"));
        lines.add("");
        for (String line : lines) {
            if (!line.isEmpty()) {
                String[] words = words(line, "=", 2);
                properties.put(words[0], words[1]);
            } else if (!properties.isEmpty()) {
                units.put(properties.getOrDefault("Id", ""), unit(properties));
                properties.clear();
            }
        }
        return units;
    }

    private static ActualUnit unit(Map<String, String> properties) {
        return new ActualUnit(
                "loaded".equals(properties.get("LoadState")),
                isEnabled(properties.getOrDefault("UnitFileState", "")),
                properties.getOrDefault("ActiveState", "inactive"));
    }

    /** A static unit cannot be enabled; whatever wants it starts it (systemctl(1), is-enabled). */
    private static boolean isEnabled(String state) {
        return state.equals("enabled") || state.equals("static");
    }

    private Map<String, AppliedFingerprints> applied() {
        return section("applied").stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length >= 3)
                .collect(Collectors.toMap(words -> words[0], SurveyAnswer::fingerprints, (first, _) -> first));
    }

    private static AppliedFingerprints fingerprints(String[] words) {
        List<String> units =
                Arrays.stream(words).skip(3).filter(unit -> !unit.isEmpty()).toList();
        return new AppliedFingerprints(words[1], words[2], units);
    }

    private ActualDatabase database() {
        List<String> data = section("data");
        return new ActualDatabase(
                valuesOf(data, "schema").collect(Collectors.toCollection(TreeSet::new)),
                data.contains("initialised"),
                valuesOf(data, "site").findFirst(),
                valuesOf(data, "follows").filter(address -> !address.isEmpty()).findFirst(),
                sections.containsKey("server") ? Optional.of(server()) : Optional.empty(),
                ReportText.read(String.join("\n", section("agent"))).map(SurveyAnswer::actual));
    }

    private static Stream<String> valuesOf(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key + " ")).map(line -> line.substring(key.length() + 1));
    }

    private ActualVoter voter() {
        List<String> lines = section("voter");
        return new ActualVoter(
                lines.contains("holds data"), valuesOf(lines, "member").collect(Collectors.toSet()));
    }

    private ActualDatabase.Server server() {
        return new ActualDatabase.Server(grants());
    }

    /** A line reads {@code GRANT ... TO `user`@`host` ...}. What does not is none, whatever a server meant by it. */
    private Map<String, List<String>> grants() {
        Map<String, List<String>> grants = new HashMap<>();
        for (String line : section("grants")) {
            DatabaseAccount.namedIn(line)
                    .ifPresent(account -> grants.computeIfAbsent(account, _ -> new ArrayList<>())
                            .add(line));
        }
        return grants;
    }

    private static ActualAgent actual(AgentReport report) {
        return new ActualAgent(
                report.sentence(),
                report.state(),
                report.etcd(),
                report.role().word(),
                report.mysqld().open(),
                report.follows());
    }
}
