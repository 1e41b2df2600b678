package dev.tandem.control.model.yaml.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one run of the reader has found so far. Used by one thread. */
public final class Notes {
    private final String file;
    private final Path folder;
    private final Path home;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();

    /**
     * Starts an empty page.
     *
     * @param folder what relative file names are relative to
     * @param home what {@code ~} stands for
     */
    public Notes(String file, Path folder, Path home) {
        this.file = file;
        this.folder = folder;
        this.home = home;
    }

    public void problem(Position position, String path, String message, Optional<String> suggestion) {
        problems.add(new Problem(Severity.ERROR, file, position, path, message, suggestion));
    }

    /** How many problems there are by now: whoever reads a part of the file sees from it whether that part was good. */
    public int problems() {
        return problems.size();
    }

    /** Notes where the value of a path stands. */
    void found(String path, Position position) {
        positions.put(path, position);
    }

    /** Notes that a stand-in is used for what is there. */
    void doubt(String path) {
        doubtful.add(path);
    }

    /** The paths of all stand-ins. */
    public Set<String> doubtful() {
        return Set.copyOf(doubtful);
    }

    /** A file that the site's file names. */
    public Path inFolder(String name) {
        return folder.resolve(name).normalize();
    }

    /** A file that the site's file names behind {@code ~/}. */
    public Path inHome(String name) {
        return home.resolve(name).normalize();
    }

    public List<Problem> sortedProblems() {
        return problems.stream().sorted(Comparator.comparing(Problem::position)).toList();
    }

    public Locations locations() {
        return new Locations(file, positions);
    }

    /** A page to throw away, for reading a default or an example of our own. */
    public Notes scratch() {
        return new Notes(file, folder, home);
    }
}
