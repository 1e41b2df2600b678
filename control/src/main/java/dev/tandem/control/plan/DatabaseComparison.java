package dev.tandem.control.plan;

import dev.tandem.control.state.ActualDatabase;
import dev.tandem.control.state.DatabaseAccount;
import dev.tandem.control.state.DatabaseMember;
import dev.tandem.control.state.DatabaseMember.ReplicationSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to change in the data of one database machine. Nothing here ever replaces data: see {@link DataSafety}. */
final class DatabaseComparison {
    private final DatabaseMember member;
    private final Optional<ActualDatabase> seen;
    private final Optional<Reason> newPassword;

    /** The last one says why the password that a replica was told once is worthless, if it is. */
    DatabaseComparison(DatabaseMember member, Optional<ActualDatabase> seen, Optional<Reason> newPassword) {
        this.member = member;
        this.seen = seen;
        this.newPassword = newPassword;
    }

    List<Change> changes() {
        return member.source().map(this::asReplica).orElseGet(this::asPrimary);
    }

    private List<Change> asPrimary() {
        List<Change> changes = new ArrayList<>();
        boolean hasSchema =
                seen.stream().anyMatch(database -> database.schemas().contains(member.schema()));
        if (!hasSchema) {
            changes.add(new Change.CreateSchema(member.schema(), Reason.MISSING));
        }
        Optional<ActualDatabase.Server> server = seen.flatMap(ActualDatabase::server);
        if (server.isEmpty()) {
            member.accounts().forEach(account -> changes.add(new Change.SetAccount(account, Reason.UNSEEN)));
            return changes;
        }
        if (server.get().readOnly()) {
            changes.add(new Change.OpenForWrites());
        }
        changes.addAll(accountChanges(server.get().grants()));
        return changes;
    }

    private List<Change> accountChanges(Map<String, List<String>> grants) {
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
                .filter(quoted -> !wanted.contains(quoted))
                .sorted()
                .forEach(quoted -> changes.add(new Change.DropAccount(quoted)));
        return changes;
    }

    private List<Change> asReplica(ReplicationSource source) {
        if (seen.isEmpty() || isFree(seen.get())) {
            return List.of(new Change.SeedReplica(source));
        }
        if (seen.get().seededFrom().isPresent()) {
            return List.of(new Change.FollowPrimary(source, Reason.SEEDED));
        }
        Optional<ActualDatabase.Server> server = seen.get().server();
        if (server.isEmpty()) {
            return List.of(new Change.FollowPrimary(source, Reason.UNSEEN));
        }
        return following(server.get(), source)
                .map(reason -> List.<Change>of(new Change.FollowPrimary(source, reason)))
                .orElse(List.of());
    }

    /** Why a running replica must be told whom to follow; empty when it does as it should. */
    private Optional<Reason> following(ActualDatabase.Server server, ReplicationSource source) {
        Optional<ActualDatabase.Replication> follows = server.replication()
                .filter(replication -> replication.source().equals(source.address()))
                .filter(replication -> replication.receiving() && replication.applying());
        if (follows.isEmpty()) {
            return Optional.of(Reason.NOT_REPLICATING);
        }
        if (newPassword.isPresent()) {
            return newPassword;
        }
        String identity = source.identity().value();
        ActualDatabase.Trust wanted =
                new ActualDatabase.Trust(true, true, source.authority().value(), identity, identity);
        return follows.get().trust().equals(wanted) ? Optional.empty() : Optional.of(Reason.OTHER_TRUST);
    }

    /** Whether a copy may be put here: there is nothing, and no copy waits to be used. */
    private static boolean isFree(ActualDatabase database) {
        return database.holdsNothing() && database.seededFrom().isEmpty();
    }
}
