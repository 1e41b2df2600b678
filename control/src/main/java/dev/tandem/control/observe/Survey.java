package dev.tandem.control.observe;

import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseReplica;
import dev.tandem.control.state.DebianPackage;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Migration;
import dev.tandem.control.state.PublicCertificate;
import dev.tandem.control.state.StandIn;
import dev.tandem.control.state.SystemUser;
import dev.tandem.control.state.Tree;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.Voter;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import java.util.LinkedHashSet;
import java.util.Set;

/** The questions that a machine's desired state raises, in the form that the survey script reads. */
final class Survey {
    private Survey() {}

    static String questions(DesiredMachine desired) {
        Set<String> lines = new LinkedHashSet<>();
        for (Component component : desired.components()) {
            component.items().forEach(item -> lines.add(question(item)));
        }
        lines.remove("");
        return String.join("\n", lines) + "\n";
    }

    private static String question(Item item) {
        return switch (item) {
            case DebianPackage debianPackage -> "package " + debianPackage.name();
            case SystemUser user -> "user " + user.name();
            case Directory directory -> "path " + directory.path();
            case ManagedFile file -> "path " + file.path();
            case Tree tree -> "path " + tree.path();
            case Link link -> "path " + link.path();
            case Unit unit -> "unit " + unit.name();
            case DatabaseData _, DatabaseMember _, DatabaseReplica _ -> "database";
            case StandIn standIn -> "path " + standIn.path();
            case PublicCertificate certificate -> "path " + certificate.file() + "\npath " + PublicCertificate.MARK;
            case Migration _ -> "";
            case Voter voter -> "voter " + voter.clientUrl() + " " + voter.authority() + " " + voter.identity();
        };
    }
}
