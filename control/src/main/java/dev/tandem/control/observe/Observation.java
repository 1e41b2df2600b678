package dev.tandem.control.observe;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.Script;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.ActualPath;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks machines what they are, as far as their desired state goes. */
public final class Observation {
    private static final String SURVEY = Script.beside(Observation.class, "survey.sh");

    private final Fleet fleet;

    public Observation(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * All machines, asked at the same time.
     *
     * @throws dev.tandem.control.remote.RemoteException when one of them cannot be asked, or its answer cannot be read
     */
    public Map<MachineName, ActualMachine> observe(List<DesiredMachine> machines) {
        return InParallel.map(machines, DesiredMachine::machine, this::observe);
    }

    /** One machine. Throws RemoteException when it cannot be asked. */
    public ActualMachine observe(DesiredMachine desired) {
        Remote remote = fleet.machine(desired.machine());
        RemoteCommand survey =
                RemoteCommand.script("look at the machine", SURVEY).reading(Survey.questions(desired));
        ActualMachine seen = remote.require(survey, answer -> SurveyAnswer.read(answer.lines()));
        return withContentOfChangedFiles(remote, desired, seen);
    }

    /** Fetches what is needed to show differences; nothing when there are none, so that the usual plan asks only once. */
    private static ActualMachine withContentOfChangedFiles(Remote remote, DesiredMachine desired, ActualMachine seen) {
        List<ManagedFile> changed = desired.components().stream()
                .flatMap(component -> component.items(ManagedFile.class))
                .filter(file -> !file.secret() && differs(file, seen))
                .toList();
        if (changed.isEmpty()) {
            return seen;
        }
        String[] paths = changed.stream().map(file -> file.path().value()).toArray(String[]::new);
        List<String> contents = remote.require(
                RemoteCommand.script("read changed files", "for path; do base64 -w 0 \"$path\"; echo; done", paths),
                answer -> contents(answer.lines(), paths.length));
        Map<MachinePath, ActualPath> withContent = new HashMap<>(seen.paths());
        for (int index = 0; index < changed.size(); index++) {
            String content = contents.get(index);
            withContent.computeIfPresent(changed.get(index).path(), (_, path) -> with(content, path));
        }
        return new ActualMachine(
                seen.askedFrom(),
                seen.packages(),
                seen.users(),
                withContent,
                seen.units(),
                seen.applied(),
                seen.managed(),
                seen.migrated(),
                seen.database(),
                seen.voter());
    }

    private static List<String> contents(List<String> lines, int count) {
        if (lines.size() < count) {
            throw new IllegalArgumentException(lines.size() + " files of " + count);
        }
        return lines.stream()
                .map(line -> new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8))
                .toList();
    }

    private static boolean differs(ManagedFile file, ActualMachine seen) {
        return seen.path(file.path()) instanceof ActualPath.RegularFile found
                && !found.sha256().equals(Component.sha256(file.content()));
    }

    private static ActualPath with(String content, ActualPath path) {
        return path instanceof ActualPath.RegularFile file
                ? new ActualPath.RegularFile(file.ownership(), file.sha256(), Optional.of(content))
                : path;
    }
}
