package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.Event;
import dev.tandem.agent.decide.decision.Decision;
import dev.tandem.agent.decide.decision.RecoveryRole;
import dev.tandem.agent.decide.view.DatabaseStatus.Receiving;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an agent wants done on its machine: it takes a while, may be refused, and may be carried out after its deadline. */
final class Orders {
    private static final int DEADLINE = 2_000 * World.MILLI;
    private static final int KILLS_WITHIN = 1_000 * World.MILLI;

    /** mariadb-backup of an empty database takes a second or two. */
    private static final int SHORTEST_COPY = 1_000 * World.MILLI;

    private static final int LONGEST_COPY = 3_000 * World.MILLI;

    private final World world;
    private final Machine machine;
    private final Mysqld mysqld;
    private final List<Order> underWay = new ArrayList<>();

    /** MariaDB has ended the session that orders go through. */
    private boolean sessionEnded;

    /** The agent that was told that mysqld survived its kill; 0 for none. */
    private int survivor;

    Orders(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        mysqld = machine.mysqld;
    }

    /** What was under way is done at once or never: the next agent looks only after that. */
    void agentDied() {
        for (Order order : List.copyOf(underWay)) {
            order.over = true;
            if (machine.powered && world.chance(50) && !mysqld.hung && (!mysqld.stopped || !isSql(order.act))) {
                carryOut(order.act, order.process);
            }
        }
        underWay.clear();
    }

    void forgetSession() {
        sessionEnded = true;
    }

    /** A copy takes its time; mysqld lives on meanwhile, and receives nothing. */
    void begin(Decision.Act act) {
        if (world.chance(world.mischief / 4)) {
            machine.mischief();
        }
        world.require(
                !(world.quiet && act instanceof Decision.Fence),
                () -> machine + ": nothing is wrong with the site, and it " + act.sentence());
        int life = machine.agentLife;
        int process = mysqld.process;
        int takes = world.chance(97) ? world.between(500, 15 * World.MILLI) : world.between(20, 400) * World.MILLI;
        if (act instanceof Decision.Rebuild) {
            mustNotBeNeeded();
            if (mysqld.running && !mysqld.stopped) {
                mysqld.stopReceiver();
            }
            takes += world.between(SHORTEST_COPY, LONGEST_COPY);
        }
        Order order = new Order(act, life, process, world.now);
        underWay.add(order);
        world.in(takes, () -> arrive(order));
    }

    /** Whether mysqld is being killed. */
    boolean areKilling() {
        return underWay.stream().anyMatch(order -> order.act instanceof Decision.Fence);
    }

    /** Whether the present agent knows that what it killed is still there. */
    boolean haveKilled() {
        return mysqld.doomed && survivor == machine.agentLife;
    }

    /** An act on its way. When its agent dies it is done at once or never: the next agent looks only after that. */
    private static final class Order {
        final Decision.Act act;
        final int life;
        final int process;
        final long since;
        boolean over;

        Order(Decision.Act act, int life, int process, long since) {
            this.act = act;
            this.life = life;
            this.process = process;
            this.since = since;
        }
    }

    private void arrive(Order order) {
        if (order.over || !machine.powered) {
            return;
        }
        if (machine.frozen) {
            machine.afterThaw.add(() -> arrive(order));
            return;
        }
        if (order.act instanceof Decision.Fence) {
            kill(order);
            return;
        }
        if (order.act instanceof Decision.MarkTainted && mysqld.hung) {
            world.in(50 * World.MILLI, () -> arrive(order));
            return;
        }
        if (isSql(order.act) && sessionEnded) {
            // Found out before anything is sent: another session is made.
            sessionEnded = false;
            if (world.unsentIsUnknown) {
                underWay.remove(order);
                answer(order, Decision.Outcome.UNKNOWN);
                return;
            }
        }
        boolean hangs = mysqld.stopped || mysqld.hung;
        boolean silent = isSql(order.act) && mysqld.running && hangs && mysqld.process == order.process;
        if (silent && world.now - order.since < DEADLINE) {
            world.in(50 * World.MILLI, () -> arrive(order));
            return;
        }
        underWay.remove(order);
        if (silent) {
            answer(order, Decision.Outcome.UNKNOWN);
            mysqld.afterContinue.add(() -> carryOut(order.act, order.process));
        } else {
            answer(order, carryOut(order.act, order.process) ? Decision.Outcome.DONE : Decision.Outcome.REFUSED);
        }
    }

    /** What sleeps in the kernel is waited for, for a moment. */
    private void kill(Order order) {
        mysqld.die();
        machine.wake();
        world.in(mysqld.doomed ? KILLS_WITHIN : 0, () -> {
            if (!order.over && machine.powered) {
                underWay.remove(order);
                survivor = mysqld.doomed ? order.life : 0;
                answer(order, mysqld.doomed ? Decision.Outcome.SURVIVED : Decision.Outcome.DONE);
            }
        });
    }

    private void answer(Order order, Decision.Outcome outcome) {
        order.over = true;
        world.tell(() -> machine + ": " + outcome + ": " + order.act.sentence());
        machine.agentEvent(order.life, new Event.Acted(order.act, outcome));
        machine.look();
    }

    private static boolean isSql(Decision.Act act) {
        return !(act instanceof Decision.Fence
                || act instanceof Decision.MarkTainted
                || act instanceof Decision.Start
                || act instanceof Decision.Rebuild
                || act instanceof Decision.Admit
                || act instanceof Decision.Expel);
    }

    private boolean carryOut(Decision.Act act, int process) {
        return switch (act) {
            case Decision.Fence fence -> fence();
            case Decision.Stop stop -> fence();
            case Decision.Start start -> start(start.role());
            case Decision.Rebuild rebuild -> rebuild(rebuild);
            case Decision.MarkTainted taint -> markTainted();
            case Decision.PauseRouters pause -> true;
            case Decision.GiveUpSwitchover given -> true;
            case Decision.Admit admit ->
                expel(machine.machine(admit.replica())) && machine.letIn.add(machine.machine(admit.replica()));
            case Decision.Expel expel -> expel(machine.machine(expel.replica()));
            default -> mysqld.running && !mysqld.stopped && mysqld.process == process && sql(act);
        };
    }

    private boolean markTainted() {
        machine.tainted = true;
        return true;
    }

    private boolean fence() {
        mysqld.die();
        machine.wake();
        return true;
    }

    private boolean start(RecoveryRole role) {
        if (!mysqld.running && !mysqld.starting) {
            mysqld.start(role);
        }
        return true;
    }

    private boolean sql(Decision.Act act) {
        switch (act) {
            case Decision.Open open -> open(open);
            case Decision.SemiSync semiSync -> mysqld.setSemiSync(semiSync.on());
            case Decision.StopReceiver stop -> mysqld.stopReceiver();
            case Decision.Receive receive -> {
                if (!mysqld.applying || mysqld.receiving != Receiving.STOPPED) {
                    return false;
                }
                mysqld.receive(machine.machine(receive.source()), receive.acknowledge(), false);
            }
            case Decision.Follow follow -> mysqld.receive(machine.machine(follow.source()), follow.acknowledge(), true);
            case Decision.Demote demote -> {
                mysqld.open = false;
                mysqld.setSemiSync(false);
            }
            case Decision.Close close -> mysqld.open = false;
            default -> throw new IllegalStateException(act.toString());
        }
        return true;
    }

    private void open(Decision.Open open) {
        List<Machine> primaries = world.etcd.primaries;
        world.require(
                open.term() < primaries.size(),
                () -> machine + " opens in term " + open.term() + ", which no agent wrote");
        Machine primary = primaries.get((int) open.term());
        world.require(
                primary == machine, () -> machine + " opens in term " + open.term() + ", whose primary is " + primary);
        if (world.etcd.primary() == machine) {
            world.ledger.mustBeApplied(mysqld, "opens");
        }
        mysqld.stopReceiver();
        mysqld.source = null;
        mysqld.applying = false;
        mysqld.received = 0;
        mysqld.open = true;
        // The first transaction of a term bears this server's number: no older history can be mistaken for this one.
        machine.row();
    }

    private boolean expel(Machine replica) {
        machine.letIn.remove(replica);
        for (Connection connection : List.copyOf(mysqld.connections)) {
            if (connection.replica == replica) {
                connection.aliveAtPrimary = false;
                mysqld.connections.remove(connection);
                connection.send();
            }
        }
        return true;
    }

    /** Not when the copy begins, because nobody may count on what will be thrown away; and not when that is done. */
    private void mustNotBeNeeded() {
        world.require(world.etcd.primary() != machine, () -> "the primary's data is thrown away on " + machine);
        world.require(world.etcd.partner() != machine, () -> "the partner's data is thrown away on " + machine);
    }

    /** The copy is complete, or nothing has changed. */
    private boolean rebuild(Decision.Rebuild rebuild) {
        Mysqld from = machine.machine(rebuild.source()).mysqld;
        boolean possible =
                from.running && !from.stopped && !machine.cutTo(from.machine) && !from.machine.cutTo(machine);
        if (!possible || mysqld.starting || mysqld.hung) {
            return false;
        }
        mustNotBeNeeded();
        mysqld.die();
        mysqld.replace(Arrays.copyOf(from.binlog, from.committed), from.committed);
        machine.tainted = false;
        return true;
    }
}
