package dev.tandem.control.plan;

import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to change in the database of one machine. Nothing here ever replaces data: see {@link Leadership}. */
final class DatabaseComparison {
    private final MachineName machine;
    private final Leadership leadership;
    private final ActualDatabase seen;

    DatabaseComparison(MachineName machine, Leadership leadership, Optional<ActualDatabase> seen) {
        this.machine = machine;
        this.leadership = leadership;
        this.seen = seen.orElse(ActualDatabase.NOTHING);
    }

    /** Good data is the site's from now on, and one machine is the first primary. */
    List<Change> changes(DatabaseData data) {
        List<Change> changes = new ArrayList<>();
        if (leadership.owned().contains(machine)) {
            changes.add(new Change.MarkData(data.site()));
        }
        if (leadership.founder().equals(Optional.of(machine))) {
            changes.add(new Change.Bootstrap(machine));
        }
        return changes;
    }

    /** Schema and accounts are made on the primary, and nowhere else. */
    List<Change> changes(DatabaseMember member) {
        if (!isPrimary()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        if (!seen.schemas().contains(member.schema())) {
            changes.add(new Change.CreateSchema(member.schema(), Reason.MISSING));
        }
        Optional<ActualDatabase.Server> server = seen.server();
        if (server.isEmpty()) {
            member.accounts().forEach(account -> changes.add(new Change.SetAccount(account, Reason.UNSEEN)));
        } else {
            changes.addAll(accountChanges(member, server.get().grants()));
        }
        return changes;
    }

    /** Every machine but the primary follows it, and one of them is its partner. */
    List<Change> followChanges() {
        if (isPrimary()) {
            return List.of();
        }
        Optional<ActualAgent> agent = seen.agent();
        if (agent.filter(present -> present.isWell(machine)).isPresent()) {
            return List.of();
        }
        return List.of(new Change.AwaitReplica(seen.holdsData() ? Reason.NOT_REPLICATING : Reason.EMPTY));
    }

    private boolean isPrimary() {
        return leadership.primary().equals(Optional.of(machine));
    }

    private static List<Change> accountChanges(DatabaseMember member, Map<String, List<String>> grants) {
        List<Change> changes = new ArrayList<>();
        for (DatabaseAccount account : member.accounts()) {
            List<String> found = grants.get(account.quoted());
            if (found == null) {
                changes.add(new Change.SetAccount(account, Reason.MISSING));
            } else if (!new HashSet<>(found).equals(new HashSet<>(account.grants()))) {
                changes.add(
                        account.mayDoTheSameAs(found)
                                ? new Change.SetPassword(account)
                                : new Change.SetAccount(account, Reason.OTHER_GRANTS));
            }
        }
        Set<String> wanted =
                member.accounts().stream().map(DatabaseAccount::quoted).collect(Collectors.toSet());
        grants.keySet().stream()
                .filter(quoted -> !wanted.contains(quoted) && !DatabaseAccount.isOfAgent(quoted))
                .sorted()
                .forEach(quoted -> changes.add(new Change.DropAccount(quoted)));
        return changes;
    }
}
