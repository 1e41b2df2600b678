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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files below {@code src/test/resources/golden/render/CASE}: every rendered file at its path on its machine, and beside
 * them {@code MACHINE.components}, which says all the rest. {@code -Dgolden.write=true} writes them anew; the difference
 * is then reviewed like any other.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden/render");

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

    static SortedMap<String, String> read(String name) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        Path folder = FOLDER.resolve(name);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    static void write(String name, SortedMap<String, String> files) throws IOException {
        Path folder = FOLDER.resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.sorted(Comparator.reverseOrder()).forEach(Golden::delete);
            }
        }
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
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
