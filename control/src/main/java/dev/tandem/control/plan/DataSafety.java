package dev.tandem.control.plan;

import dev.tandem.control.state.ActualDatabase;
import dev.tandem.control.state.ActualMachine;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses what could lose data. A data directory that holds data is never initialised, overwritten or made to follow
 * something that does not know it; whoever means to do that does it by hand.
 */
final class DataSafety {
    private final List<Member> members;

    private DataSafety(List<Member> members) {
        this.members = members;
    }

    private record Member(MachineName machine, DatabaseMember desired, ActualDatabase seen) {}

    static List<Refusal> refusals(List<DesiredMachine> desired, Map<MachineName, ActualMachine> actual) {
        List<Member> members = new ArrayList<>();
        for (DesiredMachine machine : desired) {
            Optional<ActualDatabase> seen =
                    Optional.ofNullable(actual.get(machine.machine())).flatMap(ActualMachine::database);
            machine.components().stream()
                    .flatMap(component -> component.items(DatabaseMember.class))
                    .forEach(member ->
                            seen.ifPresent(database -> members.add(new Member(machine.machine(), member, database))));
        }
        return new DataSafety(members).refusals();
    }

    private List<Refusal> refusals() {
        List<Refusal> refusals = new ArrayList<>();
        members.stream().filter(member -> member.desired().source().isEmpty()).forEach(primary -> {
            followsAnother(primary).ifPresent(refusals::add);
            emptyBesideData(primary).ifPresent(refusals::add);
            stoppedBesideAnother(primary).ifPresent(refusals::add);
        });
        members.stream()
                .filter(member -> member.desired().source().isPresent())
                .forEach(replica -> dataOfItsOwn(replica).ifPresent(refusals::add));
        return refusals;
    }

    private static Optional<Refusal> followsAnother(Member primary) {
        return replication(primary)
                .map(replication -> new Refusal(
                        primary.machine(),
                        "should be the primary but follows " + replication.source()
                                + ". Put the machine that is the primary now first in site.yaml."));
    }

    private Optional<Refusal> emptyBesideData(Member primary) {
        if (!primary.seen().schemas().isEmpty()) {
            return Optional.empty();
        }
        return members.stream()
                .filter(other -> !other.seen().schemas().isEmpty())
                .findFirst()
                .map(other -> new Refusal(
                        primary.machine(),
                        "should be the primary but holds no data, while " + other.machine() + " holds "
                                + String.join(", ", other.seen().schemas())
                                + ". Making an empty primary would leave that data behind. Put " + other.machine()
                                + " first among the database machines in site.yaml."));
    }

    /** A server that does not run cannot say whom it follows; started as a primary beside another it would make two. */
    private Optional<Refusal> stoppedBesideAnother(Member primary) {
        if (primary.seen().server().isPresent() || primary.seen().schemas().isEmpty()) {
            return Optional.empty();
        }
        return members.stream()
                .filter(other -> other.seen()
                        .server()
                        .filter(server -> !server.readOnly())
                        .isPresent())
                .findFirst()
                .map(other -> new Refusal(
                        primary.machine(),
                        "should be the primary but its server does not run, while " + other.machine()
                                + " takes writes. Start mariadb on " + primary.machine()
                                + " so that it can say whom it follows, or put " + other.machine()
                                + " first among the database machines in site.yaml."));
    }

    private static Optional<Refusal> dataOfItsOwn(Member replica) {
        boolean own = !replica.seen().schemas().isEmpty()
                && replica.seen().seededFrom().isEmpty()
                && replica.seen().server().isPresent()
                && replication(replica).isEmpty();
        return own
                ? Optional.of(new Refusal(
                        replica.machine(),
                        "should be a replica but holds data of its own ("
                                + String.join(", ", replica.seen().schemas())
                                + ") and follows nobody. Tandem does not overwrite it. If it is not needed, stop mariadb there,"
                                + " move /var/lib/mysql away, run 'mariadb-install-db --user=mysql --skip-test-db', and apply"
                                + " again."))
                : Optional.empty();
    }

    private static Optional<ActualDatabase.Replication> replication(Member member) {
        return member.seen().server().flatMap(ActualDatabase.Server::replication);
    }
}
