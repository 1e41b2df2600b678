package dev.tandem.control.cli;

import dev.tandem.control.model.Site;
import dev.tandem.control.remote.Completed;
import dev.tandem.control.remote.FakeRemote;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.remote.SocketOpener;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place whose machines answer from a script: by machine and by what they are asked for. */
public final class FakePlace implements Place {
    /** What is read from files, which is not among what was {@link #asked}: every command that changes something begins with it. */
    private static final Set<String> HELD = Set.of("see whose machine it is", "read the site's secrets on it");

    public final List<String> asked = new CopyOnWriteArrayList<>();
    private final BiFunction<String, RemoteCommand, Completed> answers;

    /** By machine and path, what stands in files; the survey knows nothing of them. */
    private Map<String, Map<String, String>> files = Map.of();

    private final Set<String> silent = new HashSet<>();

    /** They answer from their second question on. */
    private final Set<String> silentOnce = ConcurrentHashMap.newKeySet();

    /** Their SSH keys are not those that are known. */
    private final Set<String> changed = new HashSet<>();

    /** Stands before ssh's own words, and so can be asked in its place. */
    private List<String> prefix = List.of();

    private @Nullable SshAccess access;

    private boolean real;

    private String word = "lab";

    public FakePlace(BiFunction<String, RemoteCommand, Completed> answers) {
        this.answers = answers;
    }

    /** With machines on which files stand; which ones may be changed later. */
    public FakePlace withFiles(Map<String, Map<String, String>> ofMachines) {
        files = ofMachines;
        return this;
    }

    /** With a machine that cannot be asked any more. */
    public void silent(String machine) {
        silent.add(machine);
    }

    /** Named otherwise than the lab, which is where commands work that name no place. */
    public FakePlace called(String otherwise) {
        word = otherwise;
        return this;
    }

    /** With machines that answer nobody's first question, as over a network that is just coming up. */
    public void silentOnce(Collection<String> machines) {
        silentOnce.addAll(machines);
    }

    /** With a machine that shows another SSH key than is known of it; or with it as before. */
    public void changedKey(String machine, boolean isChanged) {
        if (isChanged) {
            changed.add(machine);
        } else {
            changed.remove(machine);
        }
    }

    /** With users on it, and machines that are known by the keys in this file. */
    public FakePlace real(HostKeys keys) {
        real = true;
        access = new SshAccess("root", 22, Path.of("/dev/null"), keys, SocketOpener.direct());
        return this;
    }

    /** With a program that is run instead of ssh. */
    public FakePlace withSsh(Path program, SshAccess by) {
        prefix = List.of(program.toString());
        access = by;
        return this;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String phrase() {
        return "in a fake place";
    }

    @Override
    public boolean isReal() {
        return real;
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
                    if (silent.contains(name.value()) || silentOnce.remove(name.value())) {
                        throw RemoteException.ended(name, command, new Completed(255, "", "no route to it"));
                    }
                    if (HELD.contains(command.purpose())) {
                        return held(name.value(), command);
                    }
                    asked.add(name + ": " + command.purpose());
                    return answers.apply(name.value(), command);
                })));
        return new Fleet(name -> {
            if (changed.contains(name.value())) {
                throw RemoteException.changed(
                        name,
                        addresses.get(name),
                        access(site, vault).hostKeys().file());
            }
            return remotes.get(name);
        });
    }

    private Completed held(String machine, RemoteCommand command) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        try {
            command.input().writeTo(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> mine = files.getOrDefault(machine, Map.of());
        StringBuilder lines = new StringBuilder();
        input.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(mine::containsKey)
                .forEach(path -> lines.append("held ")
                        .append(path)
                        .append(' ')
                        .append(Base64.getEncoder()
                                .encodeToString(mine.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8)))
                        .append('\n'));
        return new Completed(0, lines.toString(), "");
    }

    @Override
    public List<String> networkPrefix(Site site) {
        return prefix;
    }
}
