package dev.tandem.control.apply;

import dev.tandem.control.plan.Change;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Tree;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Packages first, all at once; then who owns things, then where they lie, then what is large. */
    void prepare(List<Change.OfGround> changes) {
        List<String> packages = new ArrayList<>();
        List<SystemUser> users = new ArrayList<>();
        List<Directory> directories = new ArrayList<>();
        List<Tree> trees = new ArrayList<>();
        for (Change.OfGround change : changes) {
            switch (change) {
                case Change.InstallPackage install ->
                    packages.add(install.debianPackage().name());
                case Change.CreateUser create -> users.add(create.user());
                case Change.MakeDirectory make -> directories.add(make.directory());
                case Change.PlaceTree place -> trees.add(place.tree());
            }
        }
        install(packages);
        users.forEach(this::create);
        directories.forEach(this::make);
        trees.forEach(tree -> new TreePlacing(remote, say).place(tree));
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
