package dev.tandem.agent.decide;

import dev.tandem.agent.decide.decision.Decider;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.LocalStatus;
import dev.tandem.agent.decide.decision.Rules;
import dev.tandem.agent.decide.memory.LastWrite;
import dev.tandem.agent.decide.memory.Memory;
import dev.tandem.agent.decide.memory.Voice;
import dev.tandem.agent.decide.view.ClusterView;
import dev.tandem.agent.decide.view.ClusterView.Beat;
import dev.tandem.agent.decide.view.ClusterView.Peer;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.DatabaseStatus;
import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.agent.decide.view.Timing;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import dev.tandem.protocol.MemberStatus.Admission;
import dev.tandem.protocol.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A situation of two machines, one and two, as one of them sees it; a test changes what it is about. */
public final class Situation {
    public static final MachineName ONE = new MachineName("server1");
    public static final MachineName TWO = new MachineName("server2");
    public static final Incarnation LIFE = new Incarnation("a1");
    public static final Incarnation NEXT_LIFE = new Incarnation("a2");
    public static final Tick NOW = at(100_000);

    final MachineName self;
    ClusterState state;
    long heartbeatSeen = 100_000;
    boolean handingOver;
    DatabaseStatus database;
    Map<MachineName, Peer> peers = new HashMap<>();
    Memory memory = Memory.ofNewAgent(at(0), 1, Timing.REPLICA_LAG)
            .with(new LastWrite.Settled())
            .with(Voice.ofNobody(NOW));
    public boolean tainted;
    public Request request;
    Rules rules = Rules.ALL;

    private Situation(MachineName self, String state) {
        this.self = self;
        this.state = ClusterState.parse(state);
    }

    /** As server1, which is primary unless the state says otherwise. */
    public static Situation asOne(String state) {
        Situation situation = new Situation(ONE, state);
        situation.database = primary(true, true, Set.of(TWO), "0-1-10");
        return situation;
    }

    /** As server2, a replica of server1. */
    public static Situation asTwo(String state) {
        Situation situation = new Situation(TWO, state);
        situation.database = replica(LIFE, Receiving.CONNECTED, "0-1-10", "0-1-10");
        return situation;
    }

    public static Tick at(long millis) {
        return new Tick(millis * 1_000_000);
    }

    public Situation database(DatabaseStatus changed) {
        database = changed;
        return this;
    }

    public Situation remember(UnaryOperator<Memory> change) {
        memory = change.apply(memory);
        return this;
    }

    /** The other machine's agent was heard that long ago. */
    public Situation heard(MemberStatus status, long millisAgo) {
        peers.put(status.machine(), new Peer(status, at(100_000 - millisAgo), null));
        return this;
    }

    public Situation databaseHeard(MachineName machine, long millisAgo) {
        Peer peer = peers.get(machine);
        peers.put(machine, new Peer(peer.status(), peer.heard(), at(100_000 - millisAgo)));
        return this;
    }

    public Situation silentFor(long millis) {
        heartbeatSeen = 100_000 - millis;
        return this;
    }

    public Situation handingOver() {
        handingOver = true;
        return this;
    }

    public Decision decision() {
        Heartbeat heartbeat = new Heartbeat(
                state.term(),
                state.primary(),
                handingOver ? Heartbeat.Sign.HANDING_OVER : Heartbeat.Sign.SERVING,
                1,
                0);
        ClusterView view = new ClusterView(
                new Recorded(state, 7), new Beat(heartbeat, 9, at(heartbeatSeen)), NOW, peers, false, request, null);
        return new Decider(rules).decide(view, new LocalStatus(self, database, tainted, memory), NOW);
    }

    /** What server1's agent remembers when it has begun that. */
    public Memory begun(Decision.Act act) {
        AgentState agent = AgentState.ofNewAgent(ONE, List.of(TWO), NOW, 1, Timing.REPLICA_LAG)
                .memory(memory);
        return Remembering.act(agent, act, NOW);
    }

    public static Running primary(boolean open, boolean semiSync, Set<MachineName> voices, String binlog) {
        GtidPosition position = GtidPosition.parse(binlog);
        return new Running(
                new Incarnation("p1"),
                false,
                open,
                semiSync,
                new Serving(voices, voices, null, false, 0),
                position,
                position,
                Following.NOBODY,
                NOW);
    }

    public static Running replica(Incarnation life, Receiving receiving, String binlog, String received) {
        return new Running(
                life,
                false,
                false,
                false,
                new Serving(Set.of(), Set.of(), null, false, 0),
                GtidPosition.parse(binlog),
                GtidPosition.parse(received),
                new Following(ONE, receiving, true, true, 0),
                NOW);
    }

    public static MemberStatus replicaStatus(Incarnation life, String received) {
        GtidPosition position = GtidPosition.parse(received);
        return new MemberStatus(TWO, 3, false, true, life, position, position, 0, Map.of(), null, true, null);
    }

    /** What server2 says of itself as primary of that term. */
    public static MemberStatus newPrimaryStatus(long term) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new MemberStatus(TWO, term, true, false, LIFE, position, position, 0, Map.of(), null, true, null);
    }

    /** What server1 says of itself as primary; it let server2 in. */
    public static MemberStatus primaryStatus(boolean serving, long knock, boolean voice) {
        GtidPosition position = GtidPosition.parse("0-1-10");
        return new MemberStatus(
                ONE,
                3,
                serving,
                false,
                new Incarnation("p1"),
                position,
                position,
                0,
                Map.of(TWO, new Admission(knock, voice)),
                TWO,
                serving,
                null);
    }

    /** The same mysqld with another side of the primary. */
    public static Running serving(Running mysqld, Serving serving) {
        return new Running(
                mysqld.incarnation(),
                mysqld.stuck(),
                mysqld.open(),
                mysqld.semiSync(),
                serving,
                mysqld.binlog(),
                mysqld.received(),
                mysqld.following(),
                mysqld.seen());
    }

    /** The same mysqld with another side of the replica. */
    public static Running following(Running mysqld, Following following) {
        return new Running(
                mysqld.incarnation(),
                mysqld.stuck(),
                mysqld.open(),
                mysqld.semiSync(),
                mysqld.serving(),
                mysqld.binlog(),
                mysqld.received(),
                following,
                mysqld.seen());
    }

    /** The event; mysqld answered to a look that it tells of, just before. */
    public static Event answered(Event event, long millis) {
        return event instanceof Event.Looked looked && looked.database() instanceof Running mysqld
                ? new Event.Looked(mysqld.seen(at(millis)), looked.tainted())
                : event;
    }
}
