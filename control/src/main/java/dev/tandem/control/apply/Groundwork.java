package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.plan.ComponentPlan;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.SystemUser;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Packages, users, directories and immutable trees: what a component stands on and what disturbs nobody. */
final class Groundwork {
    private static final Duration INSTALL_WITHIN = Duration.ofMinutes(15);

    private final Remote remote;
    private final Consumer<String> say;

    Groundwork(Remote remote, Consumer<String> say) {
        this.remote = remote;
        this.say = say;
    }

    void prepare(ComponentPlan work) {
        install(work.changes(Change.InstallPackage.class)
                .map(change -> change.debianPackage().name())
                .toList());
        work.changes(Change.CreateUser.class).forEach(change -> create(change.user()));
        work.changes(Change.MakeDirectory.class).forEach(change -> make(change.directory()));
        work.changes(Change.PlaceTree.class).forEach(change -> new TreePlacing(remote, say).place(change.tree()));
    }

    private void install(List<String> packages) {
        if (packages.isEmpty()) {
            return;
        }
        say.accept("installing " + String.join(", ", packages));
        remote.require(
                Scripts.step("install " + String.join(" ", packages), Scripts.INSTALL, packages.toArray(String[]::new))
                        .within(INSTALL_WITHIN));
    }

    private void create(SystemUser user) {
        remote.require(RemoteCommand.of(
                "create the user " + user.name(),
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                user.home().value(),
                "--shell",
                "/usr/sbin/nologin",
                user.name()));
    }

    private void make(Directory directory) {
        remote.require(RemoteCommand.script(
                "make the directory " + directory.path(),
                Scripts.DIRECTORY,
                directory.path().value(),
                directory.ownership().user(),
                directory.ownership().group(),
                directory.ownership().mode()));
    }
}
