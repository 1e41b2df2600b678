package dev.tandem.lab;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.machine.NspawnMachine;
import dev.tandem.lab.plan.Ipv4Network;
import dev.tandem.lab.plan.LabMachine;
import dev.tandem.lab.plan.LabName;
import dev.tandem.lab.plan.LabPlan;
import dev.tandem.protocol.MachineName;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Plans for tests: the default site's machines, all with the same addresses. */
final class LabPlans {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1lYmVyIGVpbmVuIFNjaGx1ZXNzZWwgb2huZSBQYWFy test";

    private LabPlans() {}

    static LabPlan of(String name) {
        return new LabPlan(
                new LabName(name),
                Ipv4Network.parse("10.99.7.0/24"),
                address("10.99.7.1"),
                List.of(
                        machine("lb1", "10.99.7.11"),
                        machine("lb2", "10.99.7.12"),
                        machine("db1", "10.99.7.31"),
                        machine("db2", "10.99.7.32")),
                machine("client", "10.99.7.100"),
                List.of(address("10.99.7.11"), address("10.99.7.12")),
                Set.of(
                        "haproxy",
                        "keepalived",
                        "knot",
                        "nginx-light",
                        "mariadb-server",
                        "mariadb-backup",
                        "openjdk-25-jre-headless"),
                KEY);
    }

    static LabMachine machine(String name, String address) {
        return new LabMachine(new MachineName(name), address(address));
    }

    static Inet4Address address(String text) {
        return Inet4Address.ofLiteral(text);
    }

    /** Runs a command inside a machine without SSH, by entering its namespaces. */
    static String inside(NspawnMachine machine, String... words) {
        return insideCommand(machine, words).run();
    }

    /** The command that runs a command inside a machine. */
    static Command insideCommand(NspawnMachine machine, String... words) {
        long init = machine.initProcess().orElseThrow();
        List<String> all = new ArrayList<>(
                List.of("nsenter", "-t", Long.toString(init), "-m", "-u", "-i", "-p", "-n", "-C", "-r", "-w", "--"));
        all.addAll(List.of(words));
        return Command.of(all.toArray(String[]::new));
    }
}
