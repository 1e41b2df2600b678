package dev.tandem.agent.simulation;

import dev.tandem.protocol.Partner;
import dev.tandem.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What can happen to a site, each for a while, and how it ends. */
final class Faults {
    private static final int MILLI = World.MILLI;

    private final World world;
    private final List<Runnable> ends = new ArrayList<>();
    private final List<Consumer<Machine>> kinds;
    private long requests;
    private boolean over;

    Faults(World world) {
        this.world = world;
        kinds = choose();
    }

    /** One fault, now; sometimes another on its heels. Each schedule knows a few kinds only, which makes rare pairs likely. */
    void happen() {
        if (over) {
            return;
        }
        Machine one = world.machines.get(world.random.nextInt(world.machines.size()));
        Machine machine = world.chance(40) ? world.etcd.primary() : one;
        kinds.get(world.random.nextInt(kinds.size())).accept(machine);
        if (world.chance(25)) {
            world.in(world.between(0, 400) * MILLI, this::happen);
        }
    }

    private List<Consumer<Machine>> choose() {
        List<Consumer<Machine>> all = new ArrayList<>(List.of(
                this::mysqldDies,
                machine -> powerCycle(machine, world.between(50, 3000)),
                machine -> freeze(machine, world.between(100, 4000)),
                machine -> freeze(machine, world.between(700, 1500)),
                machine -> stopMysqld(machine, world.between(100, 5000)),
                machine -> deafen(machine, world.between(100, 5000)),
                this::killAgent,
                this::restartAgent,
                this::freezeAgent,
                machine -> cut(machine, world.between(100, 3000)),
                machine -> cutOff(machine, world.between(300, 4000)),
                machine -> cutOff(machine, world.between(700, 1500)),
                machine -> cutFromEtcd(machine, world.between(200, 3000)),
                machine -> quorum(world.between(200, 3000)),
                machine -> slow(world.between(300, 3000)),
                this::diskFull,
                machine -> block(machine, world.between(500, 6000)),
                machine -> hangStorage(machine, world.between(500, 9000)),
                machine -> machine.mysqld.killQuery(),
                this::statement,
                machine -> powerCut(),
                machine -> switchover()));
        List<Consumer<Machine>> chosen = new ArrayList<>();
        for (int count = world.between(1, 6); count > 0; count--) {
            chosen.add(all.remove(world.random.nextInt(all.size())));
        }
        return chosen;
    }

    /** One fault by name, on the first machine, for longer than anybody waits. */
    void begin(String fault) {
        Machine primary = world.etcd.primary();
        Machine partner = other(primary);
        int lasting = 60_000;
        switch (fault) {
            case "mysqld of the primary dies" -> mysqldDies(primary);
            case "machine of the primary dies" -> primary.powerOff();
            case "machine of the primary freezes" -> freeze(primary, lasting);
            case "primary cut off from everything" -> cutOff(primary, lasting);
            case "primary cut off from etcd" -> {
                primary.etcdRequestsCut = true;
                primary.etcdAnswersCut = true;
            }
            case "no quorum in etcd" -> quorum(lasting);
            case "primary cut off from the partner" -> {
                primary.unreachable.add(partner);
                partner.unreachable.add(primary);
            }
            case "machine of the partner dies" -> partner.powerOff();
            case "agent of the primary killed" -> killAgent(primary, true);
            case "agent of the primary restarted" -> primary.restartAgent(world.between(300, 1500) * MILLI);
            case "mysqld of the primary answers its agent no more" -> {
                block(partner, lasting);
                deafen(primary, lasting);
            }
            case "switchover" -> switchover(Request.Kind.SWITCHOVER);
            default -> throw new IllegalArgumentException(fault);
        }
    }

    /** Everything works again. */
    void end() {
        over = true;
        List.copyOf(ends).forEach(Runnable::run);
        ends.clear();
        for (Machine machine : world.machines) {
            machine.mysqld.blocked = false;
            machine.mysqld.deaf = false;
            machine.mysqld.storageAnswers();
            machine.mysqld.cont();
            machine.mysqld.diskFull = false;
            machine.mysqld.release();
            machine.continueAgent();
            machine.thaw();
            machine.powerOn();
            machine.startAgent();
        }
    }

    /** What was cut by {@link #begin} for good. */
    void reconnect() {
        for (Machine machine : world.machines) {
            machine.unreachable.clear();
            machine.etcdRequestsCut = false;
            machine.etcdAnswersCut = false;
        }
    }

    private void until(int millis, Runnable end) {
        ends.add(end);
        world.in(millis * MILLI, end);
    }

    private void mysqldDies(Machine machine) {
        world.tell(() -> machine + ": mysqld is killed");
        machine.mysqld.die();
        machine.wake();
    }

    private void powerCycle(Machine machine, int millis) {
        machine.powerOff();
        until(millis, machine::powerOn);
    }

    private void freeze(Machine machine, int millis) {
        if (machine.powered) {
            world.tell(() -> machine + ": freezes for " + millis + " ms");
            machine.frozen = true;
            until(millis, machine::thaw);
        }
    }

    private void stopMysqld(Machine machine, int millis) {
        if (machine.mysqld.running) {
            int process = machine.mysqld.process;
            world.tell(() -> machine + ": mysqld is stopped for " + millis + " ms");
            machine.mysqld.stopped = true;
            until(millis, () -> {
                if (machine.mysqld.process == process) {
                    machine.mysqld.cont();
                }
            });
        }
    }

    /** It serves everybody else. */
    private void deafen(Machine machine, int millis) {
        if (machine.mysqld.running) {
            world.tell(() -> machine + ": mysqld answers its agent no more for " + millis + " ms");
            machine.mysqld.deaf = true;
            until(millis, () -> machine.mysqld.deaf = false);
        }
    }

    /** Sometimes the machine is cut off just when the new agent has begun. */
    private void restartAgent(Machine machine) {
        int away = world.between(50, 3000);
        machine.restartAgent(away * MILLI);
        if (world.chance(50)) {
            world.in((away + world.between(100, 700)) * MILLI, () -> cutOff(machine, world.between(900, 2500)));
        }
    }

    private void killAgent(Machine machine) {
        killAgent(machine, world.chance(50));
    }

    /** @param lastWord whether systemd comes to run what it runs then */
    private void killAgent(Machine machine, boolean lastWord) {
        world.tell(() -> machine + ": agent is killed");
        machine.killAgent();
        int away = world.between(50, 2500);
        if (lastWord) {
            world.in(world.between(5, 100) * MILLI, () -> machine.lastWord(() -> until(away, machine::startAgent)));
        } else {
            until(away, machine::startAgent);
        }
    }

    /** systemd's watchdog kills an agent that was frozen for three seconds, and starts another. */
    private void freezeAgent(Machine machine) {
        if (!machine.agentRuns) {
            return;
        }
        int millis = world.between(100, 4500);
        int life = machine.agentLife;
        world.tell(() -> machine + ": agent freezes for " + Math.min(millis, 3000) + " ms");
        machine.agentFrozen = true;
        until(Math.min(millis, 3000), () -> {
            if (machine.agentLife == life && millis > 3000) {
                machine.killAgent();
                machine.startAgent();
            } else if (machine.agentLife == life) {
                machine.continueAgent();
            }
        });
    }

    private void cut(Machine from, int millis) {
        Machine to = other(from);
        boolean both = world.chance(50);
        world.tell(() -> from + (both ? " and " : " to ") + to + ": cut for " + millis + " ms");
        from.unreachable.add(to);
        if (both) {
            to.unreachable.add(from);
        }
        until(millis, () -> {
            from.unreachable.remove(to);
            to.unreachable.remove(from);
        });
    }

    private void cutOff(Machine machine, int millis) {
        world.tell(() -> machine + ": cut off from everything for " + millis + " ms");
        for (Machine other : world.machines) {
            machine.unreachable.add(other);
            other.unreachable.add(machine);
        }
        machine.etcdRequestsCut = true;
        machine.etcdAnswersCut = true;
        until(millis, () -> {
            world.machines.forEach(other -> {
                machine.unreachable.remove(other);
                other.unreachable.remove(machine);
            });
            machine.etcdRequestsCut = false;
            machine.etcdAnswersCut = false;
        });
    }

    private void cutFromEtcd(Machine machine, int millis) {
        boolean answersOnly = world.chance(60);
        world.tell(() -> machine + ": etcd's answers" + (answersOnly ? "" : " and its requests to it")
                + " are lost for " + millis + " ms");
        machine.etcdAnswersCut = true;
        machine.etcdRequestsCut = !answersOnly;
        until(millis, () -> {
            machine.etcdAnswersCut = false;
            machine.etcdRequestsCut = false;
        });
    }

    private void quorum(int millis) {
        world.tell(() -> "etcd: no quorum for " + millis + " ms");
        world.etcd.quorum(false);
        until(millis, () -> world.etcd.quorum(true));
    }

    private void slow(int millis) {
        int slowest = world.between(50, 1200) * MILLI;
        world.tell(() -> "network: packets up to " + slowest / MILLI + " ms late for " + millis + " ms");
        world.slowest = slowest;
        until(millis, () -> world.slowest = 3 * MILLI);
    }

    private void diskFull(Machine machine) {
        world.tell(() -> machine + ": disk full");
        machine.mysqld.diskFull = true;
        until(world.between(1000, 6000), () -> machine.mysqld.diskFull = false);
    }

    /** What was received is not applied. */
    private void block(Machine machine, int millis) {
        world.tell(() -> machine + ": applies nothing for " + millis + " ms");
        machine.mysqld.blocked = true;
        until(millis, () -> machine.mysqld.blocked = false);
    }

    /** What needs the disk sleeps in the kernel, where SIGKILL does not end it; the machine may be switched off for that. */
    private void hangStorage(Machine machine, int millis) {
        if (machine.powered) {
            world.tell(() -> machine + ": storage hangs for " + millis + " ms");
            machine.mysqld.hung = true;
            until(millis, () -> {
                if (machine.mysqld.hung && world.chance(30)) {
                    powerCycle(machine, world.between(50, 1000));
                } else if (machine.mysqld.hung) {
                    machine.mysqld.storageAnswers();
                }
            });
        }
    }

    private void powerCut() {
        List.copyOf(world.machines).forEach(each -> powerCycle(each, world.between(50, 2500)));
    }

    private void statement(Machine machine) {
        world.tell(() -> machine + ": a statement that cannot be rolled back");
        machine.mysqld.ddl();
    }

    private void switchover() {
        switchover(
                world.chance(70)
                        ? Request.Kind.SWITCHOVER
                        : world.chance(70) ? Request.Kind.RESTART : Request.Kind.REBUILD);
    }

    private void switchover(Request.Kind kind) {
        Partner partner = world.etcd.state.partner();
        if (partner != null) {
            world.tell(() -> "operator: " + kind + " of " + partner.machine());
            Request request = new Request(++requests, kind, partner.machine());
            world.etcd.request = request;
            until(8000, () -> world.etcd.request = request.equals(world.etcd.request) ? null : world.etcd.request);
        }
    }

    private Machine other(Machine machine) {
        int step = 1 + world.random.nextInt(world.machines.size() - 1);
        return world.machines.get((machine.index + step) % world.machines.size());
    }
}
