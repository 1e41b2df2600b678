package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandLines;
import dev.tandem.control.cli.FakePlace;
import dev.tandem.control.cli.SmallSite;
import dev.tandem.control.cli.start.Commands;
import dev.tandem.control.cli.start.RealSite;
import dev.tandem.control.model.Site;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A site whose machines hold what a vault had rendered, and commands that work on it with another one: what tests of these share. */
abstract class VaultCommands {
    private static final String EMPTY_SURVEY =
            "== packages\n== users\n== managed\n== paths\n== sums\n== units\n== applied\n== migrated\n== data\n";

    @TempDir
    Path folder;

    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    final FakePlace place = new FakePlace(this::answer);

    /** Happens once, while the site's lock is being taken. */
    Runnable meanwhile = () -> {};

    /** The vault that made what is on the machines. */
    Vault original;

    Site site;
    Map<String, Map<String, String>> files = Map.of();

    @BeforeEach
    void aSite() throws IOException {
        SmallSite.in(folder);
        Path file = folder.resolve("site.yaml");
        Files.writeString(
                file, Files.readString(file).replace("public: public", "public: public, secrets: [JWT_SECRET]"));
        site = SmallSite.read(folder);
        original = Vault.open(folder.resolve("original"));
        files = SmallSite.files(site, original);
        place.withFiles(files);
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void streamsAreBack() {
        System.setOut(standardOutput);
        System.setErr(standardError);
    }

    private Completed answer(String machine, RemoteCommand command) {
        if (command.purpose().equals("take the site's lock")) {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }
        return new Completed(0, command.purpose().equals("look at the machine") ? EMPTY_SURVEY : "", "");
    }

    final int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--file=" + folder.resolve("site.yaml"));
        return CommandLines.run(folder, List.of(place, new RealSite()), Commands.all(), all.toArray(String[]::new));
    }

    final String said() {
        return SmallSite.withoutFile(folder, errors.toString(StandardCharsets.UTF_8));
    }

    final Vault vault() {
        return Vault.open(folder.resolve(".tandem/lab"));
    }

    final List<Path> vaultFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(".tandem/lab"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The commands work with a copy of this vault. */
    final void useOriginalVault(String name) {
        Path from = folder.resolve(name);
        SmallSite.files(site, Vault.open(from));
        Vault.open(folder.resolve(".tandem"));
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        folder.resolve(".tandem/lab")
                                .resolve(from.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
