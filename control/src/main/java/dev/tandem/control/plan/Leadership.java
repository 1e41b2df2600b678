package dev.tandem.control.plan;

import dev.tandem.control.state.DatabaseData;
import dev.tandem.control.state.actual.ActualAgent;
import dev.tandem.control.state.actual.ActualDatabase;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.control.state.actual.AppliedFingerprints;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which database machine is the primary: what the agents decided, and, before they ever decided anything, what the data on the
 * machines says. Data that nobody knows is never overwritten, and a machine is never made the primary on a guess: then there
 * are refusals, and whoever means to do it does it by hand.
 *
 * @param primary the primary now, or the one that this plan makes; none when the agents know and are not there to say
 * @param founder the machine that is to be the first primary; none where that was decided once
 * @param owned the machines whose data is good and belongs to the site, which is not written down there yet
 */
record Leadership(
        Optional<MachineName> primary, Optional<MachineName> founder, Set<MachineName> owned, List<Refusal> refusals) {
    Leadership {
        owned = Set.copyOf(owned);
        refusals = List.copyOf(refusals);
    }

    /** One database machine as it is. */
    private record Member(MachineName machine, DatabaseData data, ActualDatabase seen, boolean founded) {
        boolean isMarked() {
            return seen.site().equals(Optional.of(data.site()));
        }

        boolean holdsData() {
            return seen.holdsData();
        }

        /** Whether what it holds is, or could be, the site's. */
        boolean isOfSite() {
            return isMarked() || seen.schemas().contains(data.schema());
        }

        boolean follows(Member other) {
            return seen.source().equals(Optional.of(other.data.address()));
        }

        String found() {
            String schemas = seen.schemas().isEmpty() ? "no schema" : String.join(", ", seen.schemas());
            return machine + " holds " + schemas + " and "
                    + seen.source().map(source -> "follows " + source).orElse("follows nobody");
        }

        Refusal refusal(String sentence) {
            return new Refusal(machine, sentence);
        }
    }

    /** An entry of {@code actual} for each desired machine. */
    static Leadership of(List<DesiredMachine> desired, Map<MachineName, ActualMachine> actual) {
        List<Member> members = members(desired, actual);
        Optional<ClusterState> state = members.stream()
                .flatMap(member -> member.seen().agent().stream())
                .flatMap(agent -> agent.state().stream())
                .max(Comparator.comparingLong(ClusterState::term));
        if (members.isEmpty()) {
            return new Leadership(Optional.empty(), Optional.empty(), Set.of(), List.of());
        }
        return state.map(decided -> decided(decided, members)).orElseGet(() -> undecided(members));
    }

    private static List<Member> members(List<DesiredMachine> desired, Map<MachineName, ActualMachine> actual) {
        List<Member> members = new ArrayList<>();
        for (DesiredMachine machine : desired) {
            ActualMachine seen = Objects.requireNonNull(actual.get(machine.machine()), "every machine was observed");
            for (Component component : machine.components()) {
                boolean founded = !seen.applied(component.name()).equals(AppliedFingerprints.NONE);
                component
                        .items(DatabaseData.class)
                        .forEach(data -> members.add(new Member(
                                machine.machine(), data, seen.database().orElse(ActualDatabase.NOTHING), founded)));
            }
        }
        return members;
    }

    // --- decided
    // -------------------------------------------------------------------------------------------------------

    private static Leadership decided(ClusterState state, List<Member> members) {
        List<Refusal> refusals = new ArrayList<>();
        Optional<Member> primary = members.stream()
                .filter(member -> state.isPrimary(member.machine()))
                .findFirst();
        if (primary.isEmpty()) {
            refusals.add(members.getFirst()
                    .refusal("the primary is " + state.primary()
                            + ", which site.yaml does not have as a database. Put it"
                            + " back, make another machine the primary (tandem db switchover), then take it out."));
        }
        members.stream()
                .filter(member -> !state.isPrimary(member.machine()))
                .filter(member -> isForeign(member, primary))
                .forEach(member -> refusals.add(dataOfItsOwn(member)));
        return new Leadership(primary.map(Member::machine), Optional.empty(), Set.of(), refusals);
    }

    /** Data that did not come from the primary: its agent would put a copy of the primary's in its place. */
    private static boolean isForeign(Member member, Optional<Member> primary) {
        return member.holdsData()
                && !member.isMarked()
                && primary.filter(member::follows).isEmpty();
    }

    private static Refusal dataOfItsOwn(Member member) {
        return member.refusal("should be a replica but holds data of its own ("
                + String.join(", ", member.seen().schemas())
                + ") that did not come from the primary. Tandem does not overwrite it. If it is not needed, move"
                + " /var/lib/mysql away there while mariadb does not run, and apply again.");
    }

    // --- not decided yet
    // -----------------------------------------------------------------------------------------------

    private static Leadership undecided(List<Member> members) {
        if (isUnknown(members)) {
            return new Leadership(Optional.empty(), Optional.empty(), Set.of(), List.of());
        }
        Optional<Member> lost = members.stream()
                .filter(member -> member.founded() && member.isMarked() && member.holdsData())
                .findFirst();
        if (lost.isPresent()) {
            return refused(lost.get()
                    .refusal("etcd does not know any more which machine is the primary, though it did once. "
                            + found(members)
                            + ". Say it again, on the machine that has all data: java -jar"
                            + " /opt/tandem/agent/current/agent.jar bootstrap /etc/tandem/agent/agent.properties MACHINE."
                            + " Which one that is, and why a backup of etcd does not know, says"
                            + " docs/runbooks/a-voter-is-gone.md, 'A voter is gone'"));
        }
        List<Member> withData = members.stream().filter(Member::holdsData).toList();
        return withData.isEmpty() ? founding(firstOf(members), List.of()) : undecidedBetween(withData);
    }

    /** Agents run, or ran, and none of them can say: what they decided is not to be decided again. */
    private static boolean isUnknown(List<Member> members) {
        List<ActualAgent> agents = members.stream()
                .flatMap(member -> member.seen().agent().stream())
                .toList();
        boolean founded = members.stream().anyMatch(Member::founded);
        return agents.isEmpty() ? founded : agents.stream().noneMatch(ActualAgent::asksEtcd);
    }

    /** Where all are empty: the one that was begun with, or the first of the file. */
    private static Member firstOf(List<Member> members) {
        return members.stream().filter(Member::isMarked).findFirst().orElseGet(members::getFirst);
    }

    private static Leadership undecidedBetween(List<Member> withData) {
        List<Member> leaders = withData.stream()
                .filter(member -> member.seen().source().isEmpty())
                .toList();
        if (leaders.size() != 1) {
            return refused(withData.getFirst()
                    .refusal("cannot tell which machine is the primary: " + found(withData)
                            + ". Tandem does not guess. Move the data that is not needed away (/var/lib/mysql, while mariadb does"
                            + " not run there) and apply again."));
        }
        Member leader = leaders.getFirst();
        if (!leader.isOfSite()) {
            return refused(leader.refusal("holds data ("
                    + String.join(", ", leader.seen().schemas())
                    + ") but not this site's, which is called " + leader.data().schema()
                    + ". Tandem neither overwrites it nor makes it the site's. If it is not needed, move /var/lib/mysql away"
                    + " there while mariadb does not run, and apply again."));
        }
        List<Refusal> foreign = withData.stream()
                .filter(member -> !member.equals(leader) && !member.follows(leader))
                .map(Leadership::dataOfItsOwn)
                .toList();
        if (!foreign.isEmpty()) {
            return new Leadership(Optional.empty(), Optional.empty(), Set.of(), foreign);
        }
        return founding(leader, withData);
    }

    private static Leadership founding(Member founder, List<Member> withData) {
        Set<MachineName> owned = Stream.concat(Stream.of(founder), withData.stream())
                .filter(member -> !member.isMarked())
                .map(Member::machine)
                .collect(Collectors.toSet());
        return new Leadership(Optional.of(founder.machine()), Optional.of(founder.machine()), owned, List.of());
    }

    private static Leadership refused(Refusal refusal) {
        return new Leadership(Optional.empty(), Optional.empty(), Set.of(), List.of(refusal));
    }

    private static String found(List<Member> members) {
        return members.stream().map(Member::found).collect(Collectors.joining("; "));
    }
}
