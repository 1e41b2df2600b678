package dev.tandem.control.render.site;

import dev.tandem.control.state.Item;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files below {@code src/test/resources/golden/render}: {@code CASE.files} lists every rendered file of a case by its machine and its
 * path there, and {@code MACHINE.components}, which says all the rest of a machine. A content stands where it comes first, in the
 * order of the cases and of their lists, as the file {@code CASE/PATH}; every other line says after {@code " = "} which file it equals.
 * So a change to what many machines have is one difference. {@code -Dgolden.write=true} writes all anew; the difference is then
 * reviewed like any other.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden/render");
    private static final String LIST = ".files";
    private static final String EQUALS = " = ";

    private Golden() {}

    /** What the machines should be, as file name to content. */
    static SortedMap<String, String> of(List<DesiredMachine> machines) {
        SortedMap<String, String> files = new TreeMap<>();
        for (DesiredMachine machine : machines) {
            StringBuilder components = new StringBuilder();
            for (Component component : machine.components()) {
                describe(component, components);
                component
                        .items(ManagedFile.class)
                        .forEach(file ->
                                files.put(machine.machine() + file.path().value(), file.content()));
            }
            files.put(machine.machine() + ".components", components.toString());
        }
        return files;
    }

    static boolean isToBeWritten() {
        return Boolean.getBoolean("golden.write");
    }

    /** The files of one case, each with its content. */
    static SortedMap<String, String> read(String name) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve(name + LIST))) {
            String[] words = line.split(EQUALS, 2);
            String where = words.length == 2 ? words[1] : name + "/" + words[0];
            files.put(words[0], Files.readString(FOLDER.resolve(where)));
        }
        return files;
    }

    /** All that lies in the folder, as path to content. */
    static SortedMap<String, String> readStored() throws IOException {
        SortedMap<String, String> stored = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(FOLDER)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                stored.put(FOLDER.relativize(path).toString(), Files.readString(path));
            }
        }
        return stored;
    }

    /** What should lie in the folder for these cases, as path to content: lists, and each content once. */
    static SortedMap<String, String> stored(SequencedMap<String, SortedMap<String, String>> cases) {
        SortedMap<String, String> stored = new TreeMap<>();
        Map<String, String> first = new HashMap<>();
        cases.forEach((name, files) -> {
            StringBuilder list = new StringBuilder();
            files.forEach((path, content) -> {
                String here = name + "/" + path;
                String there = first.computeIfAbsent(content, _ -> here);
                list.append(path);
                if (there.equals(here)) {
                    stored.put(here, content);
                } else {
                    list.append(EQUALS).append(there);
                }
                list.append('\n');
            });
            stored.put(name + LIST, list.toString());
        });
        return stored;
    }

    static void write(SortedMap<String, String> stored) throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> paths = Files.walk(FOLDER)) {
                paths.sorted(Comparator.reverseOrder()).forEach(Golden::delete);
            }
        }
        for (var file : stored.entrySet()) {
            Path path = FOLDER.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static void describe(Component component, StringBuilder text) {
        text.append(component.stage().word())
                .append(": ")
                .append(component.name())
                .append('\n');
        component.items().forEach(item -> text.append("  ").append(line(item)).append('\n'));
        component
                .checks()
                .forEach(check -> text.append("  check ")
                        .append(String.join(" ", check.words()))
                        .append('\n'));
        component
                .verifications()
                .forEach(verification -> text.append("  verify within ")
                        .append(verification.within())
                        .append(": ")
                        .append(String.join(" ", verification.words()))
                        .append('\n'));
        component
                .rotation()
                .ifPresent(rotation -> text.append("  ").append(rotation).append('\n'));
    }

    private static String line(Item item) {
        return switch (item) {
            case ManagedFile file ->
                "file " + file.path() + " " + file.ownership() + " " + file.effect() + (file.secret() ? " secret" : "");
            case Tree tree -> "tree " + tree.path() + " " + tree.files().keySet();
            default -> item.toString();
        };
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
