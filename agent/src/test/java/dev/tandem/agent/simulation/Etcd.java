package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Action;
import dev.tandem.agent.decide.Event;
import dev.tandem.agent.decide.view.ClusterView.Recorded;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.ClusterKeys;
import dev.tandem.protocol.ClusterState;
import dev.tandem.protocol.Heartbeat;
import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * etcd as its clients see it: linearizable, but a request can be lost, late by seconds, or done although its answer is lost.
 * Without quorum some requests are lost and some are done when it is back.
 */
final class Etcd {
    private static final int DEADLINE = 150 * World.MILLI;

    private final World world;
    ClusterState state;
    long stateRevision;
    Heartbeat heartbeat;
    long heartbeatRevision;
    Request request;
    private Forgery forgery;
    private long revision = 1;
    private boolean quorum = true;
    private final List<Runnable> held = new ArrayList<>();
    final List<Machine> primaries = new ArrayList<>();

    Etcd(World world) {
        this.world = world;
    }

    void begin(ClusterState first, Machine primary) {
        state = first;
        stateRevision = ++revision;
        heartbeat = new Heartbeat(first.term(), first.primary(), Heartbeat.Sign.SERVING, 0, 0);
        heartbeatRevision = ++revision;
        primaries.add(null);
        primaries.add(primary);
    }

    Machine primary() {
        return machine(state.primary().value());
    }

    /** The recorded partner, if it lives the recorded life. */
    Machine partner() {
        Partner partner = state.partner();
        if (partner == null) {
            return null;
        }
        Machine machine = machine(partner.machine().value());
        return machine.mysqld.running && machine.mysqld.incarnation().equals(partner.incarnation()) ? machine : null;
    }

    private Machine machine(String name) {
        int index = name.charAt(1) - '0';
        world.require(index < world.machines.size(), () -> "nobody knows " + name);
        return world.machines.get(index);
    }

    void quorum(boolean there) {
        quorum = there;
        if (there) {
            List<Runnable> late = List.copyOf(held);
            held.clear();
            late.forEach(request -> world.in(world.delay(), request));
        }
    }

    void read(Machine from) {
        Tick sent = from.tick();
        Reply reply = new Reply(from, new Event.NotRead());
        send(from, () -> reply.come(held(sent)));
    }

    private Event held(Tick sent) {
        return switch (forgery) {
            case null -> read(sent, state);
            case Forgery.Of of -> read(sent, of.state());
            case Forgery.Gone _ -> new Event.Read(sent, null, heartbeat, heartbeatRevision, false, request);
            case Forgery.Garbled _ -> new Event.NotUnderstood("'term=seven' is not a state");
        };
    }

    private Event read(Tick sent, ClusterState shown) {
        return new Event.Read(sent, new Recorded(shown, stateRevision), heartbeat, heartbeatRevision, false, request);
    }

    /** Somebody who is no agent writes something in place of the state. */
    void forge(Forgery written) {
        world.tell(() -> "etcd, by nobody's agent: " + written);
        forgery = written;
        stateRevision = ++revision;
    }

    /** An operator writes again what the agents act on. */
    void restate(ClusterState known) {
        world.tell(() -> "operator: restates " + known);
        forgery = null;
        state = known;
        stateRevision = ++revision;
        heartbeat = new Heartbeat(known.term(), known.primary(), Heartbeat.Sign.SERVING, 0, 0);
        heartbeatRevision = ++revision;
    }

    void write(Machine from, Action.WriteState write) {
        Reply reply = new Reply(from, new Event.MaybeSwapped());
        int late = from.mischiefWhileWriting();
        world.in(
                late,
                () -> send(from, () -> {
                    boolean same = (write.revision() == ClusterKeys.ANY_REVISION || write.revision() == stateRevision)
                            && (write.heartbeatRevision() == ClusterKeys.ANY_REVISION
                                    || write.heartbeatRevision() == heartbeatRevision);
                    if (same) {
                        put(write.state());
                    }
                    reply.come(same ? new Event.Swapped(stateRevision) : new Event.NotSwapped());
                }));
    }

    private void put(ClusterState next) {
        forgery = null;
        boolean changed = !next.equals(state);
        state = next;
        stateRevision = ++revision;
        if (!changed) {
            return;
        }
        world.tell(() -> "etcd: " + next);
        while (primaries.size() <= next.term()) {
            primaries.add(null);
        }
        Machine before = primaries.get((int) next.term());
        world.require(before == null || before == primary(), () -> "two primaries of one term: " + next);
        if (before == null) {
            world.ledger.mustBeIn(primary().mysqld, "became " + next);
        }
        primaries.set((int) next.term(), primary());
        if (partner() != null) {
            world.ledger.mustBeIn(partner().mysqld, "became " + next);
        }
        for (Machine machine : world.machines) {
            // A watch that may be lost; the loop reads anyway.
            if (world.chance(80)) {
                world.in(world.delay(), machine::wake);
            }
        }
    }

    void beat(Machine from, Action.WriteHeartbeat write) {
        Tick sent = from.tick();
        Reply reply = new Reply(from, new Event.NotBeaten());
        send(from, () -> {
            if (write.stateRevision() == stateRevision && write.revision() == heartbeatRevision) {
                boolean handing = write.heartbeat().handingOver();
                if (heartbeat.handingOver() != handing) {
                    world.tell(() -> "etcd: " + write.heartbeat());
                }
                heartbeat = write.heartbeat();
                heartbeatRevision = ++revision;
                reply.come(new Event.Beaten(sent, heartbeat, heartbeatRevision));
                if (handing) {
                    world.machines.forEach(machine -> world.in(world.delay(), machine::wake));
                }
            } else {
                reply.come(new Event.NotBeaten());
            }
        });
    }

    /**
     * Of a machine whose agent was killed: reads whether it serves, and then writes that there will be another agent.
     *
     * @param confirmed is given when that write was sent
     */
    void lastWord(Machine from, LongConsumer confirmed) {
        send(from, () -> {
            boolean serves = heartbeat.repeats(new Heartbeat(state.term(), from.name, Heartbeat.Sign.SERVING, 0, 0));
            if (!serves || !state.isPrimary(from.name)) {
                return;
            }
            long stateSeen = stateRevision;
            long heartbeatSeen = heartbeatRevision;
            world.in(world.delay(), () -> {
                long sent = world.now;
                send(from, () -> {
                    if (stateSeen == stateRevision && heartbeatSeen == heartbeatRevision) {
                        heartbeat = new Heartbeat(state.term(), from.name, Heartbeat.Sign.LEAVING, 0, 0);
                        heartbeatRevision = ++revision;
                        world.in(world.delay(), () -> confirmed.accept(sent));
                    }
                });
            });
        });
    }

    /** On its way: lost, late, or held while there is no quorum. Seldom very late: etcd itself may hold a proposal for seconds. */
    private void send(Machine from, Runnable request) {
        if (from.etcdRequestsCut) {
            return;
        }
        int delay = world.chance(1) ? world.between(0, 2500 * World.MILLI) : world.delay();
        world.in(delay, () -> {
            if (quorum) {
                request.run();
            } else if (world.chance(50)) {
                held.add(request);
            }
        });
    }

    /** What somebody wrote in place of the state. */
    sealed interface Forgery {
        record Of(ClusterState state) implements Forgery {}

        record Gone() implements Forgery {}

        record Garbled() implements Forgery {}
    }

    /** The first of answer and deadline reaches the agent that asked, if it still lives. */
    private final class Reply {
        private final Machine to;
        private final int life;
        private boolean over;

        Reply(Machine to, Event late) {
            this.to = to;
            life = to.agentLife;
            world.in(DEADLINE, () -> end(late));
        }

        void come(Event answer) {
            if (!to.etcdAnswersCut) {
                world.in(world.delay(), () -> end(answer));
            }
        }

        private void end(Event event) {
            if (!over) {
                over = true;
                to.agentEvent(life, event);
            }
        }
    }
}
