package dev.tandem.lab;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ControlGroup;
import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.computer.MountTable;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.machine.Volume;
import dev.tandem.lab.network.LabBridge;
import dev.tandem.lab.plan.LabName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes every trace of one lab. It goes by names alone (control group, namespaces, directories), never by what an
 * earlier command wrote down, so it works on a lab in any state. A step that fails does not keep the others from trying.
 */
final class LabRemoval {
    private static final Path NSPAWN_RUNTIME = Path.of("/run/systemd/nspawn");
    private final LabName lab;
    private final Path directory;
    private final ControlGroup group;
    private final LabBridge bridge;
    private final List<String> failures = new ArrayList<>();

    LabRemoval(LabName lab, Places places) {
        this.lab = lab;
        this.directory = places.labs().resolve(lab.value());
        this.group = ControlGroup.ours().child(lab.value());
        this.bridge = new LabBridge(lab);
    }

    /** Processes first, then what they held. */
    void run() {
        // Programs that wait for a disk that stands still cannot be killed.
        attempt(() -> Volume.thawIn(directory));
        attempt(group::kill);
        attempt(bridge::remove);
        attempt(() -> MountTable.unmountBelow(directory));
        attempt(() -> nspawnRuntime().forEach(LabRemoval::removeTree));
        attempt(() -> removeTree(directory));
        attempt(group::remove);
        attempt(ControlGroup::removeOursWhenEmpty);
    }

    /** Everything of this lab that is there now, and why the last run did not remove it where it knows. */
    List<String> remains() {
        List<String> remains = new ArrayList<>(failures);
        if (group.populated()) {
            remains.add("processes in the control group " + group.directory());
        }
        group.remains().forEach(path -> remains.add("control group " + path));
        bridge.namespaces().forEach(name -> remains.add("network namespace " + name));
        MountTable.read().below(directory).forEach(point -> remains.add("mount " + point));
        nspawnRuntime().forEach(path -> remains.add("directory " + path));
        if (Files.exists(directory)) {
            remains.add("directory " + directory);
        }
        return remains;
    }

    /** Directories that systemd-nspawn makes for each machine and leaves when it is killed. */
    private List<Path> nspawnRuntime() {
        List<Path> left = new ArrayList<>();
        for (String kind : List.of("propagate", "unix-export")) {
            Path parent = NSPAWN_RUNTIME.resolve(kind);
            if (Files.isDirectory(parent)) {
                try (Stream<Path> listing = Files.list(parent)) {
                    listing.filter(this::isOurs).forEach(left::add);
                } catch (IOException e) {
                    throw new ComputerException("listing " + parent, e);
                }
            }
        }
        return left;
    }

    /** MACHINE.LAB; a machine's name has no dot, so the first dot ends it. */
    private boolean isOurs(Path path) {
        String name = path.getFileName().toString();
        return name.indexOf('.') > 0 && name.substring(name.indexOf('.') + 1).equals(lab.value());
    }

    private static void removeTree(Path path) {
        MountTable.unmountBelow(path);
        Command.of("rm", "-rf", "--one-file-system", "--", path.toString())
                .within(Duration.ofMinutes(2))
                .run();
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (LabException e) {
            failures.add(e.getMessage());
        }
    }
}
