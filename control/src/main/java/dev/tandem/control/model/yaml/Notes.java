package dev.tandem.control.model.yaml;

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
final class Notes {
    final String file;
    final Path folder;
    final Path home;
    final List<Problem> problems = new ArrayList<>();
    final Map<String, Position> positions = new HashMap<>();
    final Set<String> doubtful = new HashSet<>();

    /**
     * Starts an empty page.
     *
     * @param folder what relative file names are relative to
     * @param home what {@code ~} stands for
     */
    Notes(String file, Path folder, Path home) {
        this.file = file;
        this.folder = folder;
        this.home = home;
    }

    void problem(Position position, String path, String message, Optional<String> suggestion) {
        problems.add(new Problem(Severity.ERROR, file, position, path, message, suggestion));
    }

    List<Problem> sortedProblems() {
        return problems.stream().sorted(Comparator.comparing(Problem::position)).toList();
    }

    Locations locations() {
        return new Locations(file, positions);
    }

    /** A page to throw away, for reading a default or an example of our own. */
    Notes scratch() {
        return new Notes(file, folder, home);
    }
}
