package dev.tandem.control.cli;

import dev.tandem.control.model.Site;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.FakeRemote;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place whose machines answer from a script: by machine and by what they are asked for. */
final class FakePlace implements Place {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final BiFunction<String, RemoteCommand, Completed> answers;

    /** Stands before ssh's own words, and so can be asked in its place. */
    private List<String> prefix = List.of();

    private @Nullable SshAccess access;

    FakePlace(BiFunction<String, RemoteCommand, Completed> answers) {
        this.answers = answers;
    }

    /** With a program that is run instead of ssh. */
    FakePlace withSsh(Path program, SshAccess by) {
        prefix = List.of(program.toString());
        access = by;
        return this;
    }

    @Override
    public String word() {
        return "lab";
    }

    @Override
    public String phrase() {
        return "in a fake place";
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void raise(Site site, Vault vault, Set<String> packages, Consumer<String> say) {
        say.accept("raised");
    }

    @Override
    public void raze(Site site, Vault vault, Consumer<String> say) {
        say.accept("razed");
    }

    @Override
    public SshAccess access(Site site, Vault vault) {
        if (access == null) {
            throw new AssertionError("nobody needs to know how to reach fake machines");
        }
        return access;
    }

    @Override
    public Fleet fleet(Map<MachineName, String> addresses, Site site, Vault vault) {
        Map<MachineName, FakeRemote> remotes = new LinkedHashMap<>();
        addresses
                .keySet()
                .forEach(name -> remotes.put(name, new FakeRemote(name, command -> {
                    asked.add(name + ": " + command.purpose());
                    return answers.apply(name.value(), command);
                })));
        return new Fleet(remotes::get);
    }

    @Override
    public List<String> networkPrefix(Site site) {
        return prefix;
    }
}
