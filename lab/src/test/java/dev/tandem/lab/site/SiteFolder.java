package dev.tandem.lab.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the example site, for tests to edit: its file, its built application, and what Tandem keeps beside them. */
final class SiteFolder {
    private static final String EXAMPLE = "sites/www.foobar.com";
    private static final String WAR = "app/target/conduit.war";
    private static final String PUBLIC = "app/public";

    private final Path folder;
    private final String original;
    private boolean changed;
    private int used;

    private SiteFolder(Path folder) {
        this.folder = folder;
        this.original = read(folder.resolve("site.yaml"));
    }

    /** Copies the example as it is now; what a copy before it kept is deleted with it. */
    static SiteFolder copyOfExample(Path folder) {
        Path example = Launcher.home().resolve(EXAMPLE);
        delete(folder);
        copy(example.resolve("site.yaml"), folder.resolve("site.yaml"));
        copy(example.resolve(WAR), folder.resolve(WAR));
        copy(example.resolve(PUBLIC), folder.resolve(PUBLIC));
        return new SiteFolder(folder);
    }

    /** A copy that was made before and still has its keys. */
    static SiteFolder existing(Path folder) {
        return new SiteFolder(folder);
    }

    Path file() {
        return folder.resolve("site.yaml");
    }

    Path war() {
        return folder.resolve(WAR);
    }

    Path publicFile(String name) {
        return folder.resolve(PUBLIC).resolve(name);
    }

    /** What this side keeps for a lab. */
    Path vault(String lab) {
        return folder.resolve(".tandem").resolve("lab-" + lab);
    }

    /** Gives one of the file's keys another value, as a person does who edits it. The key must be there once. */
    void set(String key, String value) {
        String now = read(file());
        Pattern line = Pattern.compile("(?m)^( *" + Pattern.quote(key) + "): .*$");
        assertThat(line.matcher(now).results())
                .as("'" + key + ":' stands in site.yaml once")
                .hasSize(1);
        write(file(), line.matcher(now).replaceFirst("$1: " + Matcher.quoteReplacement(value)));
        changed = true;
    }

    /** A word that was in no file before. */
    String fresh() {
        used++;
        return "n" + System.currentTimeMillis() + "x" + used;
    }

    /** What is in the file now is in use and may stay: bringing back the example's would take another apply. */
    void keep() {
        changed = false;
    }

    /** Another site.yaml beside the first. The edit must change something. */
    Path variant(String name, UnaryOperator<String> edit) {
        String edited = edit.apply(original);
        assertThat(edited).isNotEqualTo(original);
        return write(folder.resolve(name), edited);
    }

    /** Brings the example's file and application back. */
    void restore() {
        if (changed) {
            write(file(), original);
            Path example = Launcher.home().resolve(EXAMPLE);
            copy(example.resolve(WAR), folder.resolve(WAR));
            delete(folder.resolve(PUBLIC));
            copy(example.resolve(PUBLIC), folder.resolve(PUBLIC));
            changed = false;
        }
    }

    /** Adds a line to one of the static files. */
    void appendToPublic(String name, String line) {
        write(publicFile(name), read(publicFile(name)) + line + "\n");
        changed = true;
    }

    /** Adds one static file, in folders that are made. */
    void addToPublic(String name, String text) {
        try {
            Files.createDirectories(publicFile(name).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of " + name, e);
        }
        write(publicFile(name), text);
        changed = true;
    }

    /** Tells that the application was changed, so that it is brought back. */
    void applicationChanged() {
        changed = true;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path source : walk.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(source, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
