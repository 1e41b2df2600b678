package dev.tandem.lab.network;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.plan.Ipv4Network;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bridge of a lab and the cables to its machines, all in namespaces of their own. Nothing of it appears in this
 * computer's links or routes, so two labs may use the same addresses. Thread-safe for different machines.
 */
public final class LabBridge {
    /** Where ip-netns(8) keeps names. */
    static final Path NAMESPACES = Path.of("/run/netns");

    private static final String HINT = "the kernel must know network namespaces, bridges and veth links";
    private final NetworkNames names;

    /** The bridge of this lab, which need not exist yet. */
    public LabBridge(LabName lab) {
        this.names = new NetworkNames(lab);
    }

    /** Makes the bridge with the lab's own address on it, unless it stands there just so. */
    public void ensure(Ipv4Network network, Inet4Address admin) {
        if (!Files.exists(NAMESPACES.resolve(names.bridgeNamespace()))) {
            addNamespace(names.bridgeNamespace());
        }
        String bridge = NetworkNames.BRIDGE;
        if (!ip(names.bridgeNamespace(), "-o", "link").contains(" " + bridge + ":")) {
            batch(
                    names.bridgeNamespace(),
                    "link set lo up",
                    // Snooping would hold VRRP's and IPv6's multicast back until a querier speaks; there is none.
                    "link add " + bridge + " address " + names.bridgeHardwareAddress()
                            + " type bridge forward_delay 0 stp_state 0 mcast_snooping 0",
                    "link set " + bridge + " up");
        }
        String wanted = admin.getHostAddress() + "/" + network.prefixLength();
        if (!ip(names.bridgeNamespace(), "-o", "-4", "address", "show", "dev", bridge)
                .contains(" " + wanted + " ")) {
            batch(
                    names.bridgeNamespace(),
                    "address flush dev " + bridge + " scope global",
                    "address add " + wanted + " broadcast + dev " + bridge);
        }
    }

    /**
     * Gives a machine a fresh namespace with one cable to the bridge. Whatever an earlier life of the machine left there,
     * such as a virtual address that it held when it was killed, is gone.
     */
    public void connect(MachineName machine) {
        disconnect(machine);
        addNamespace(names.machineNamespace(machine));
        batch(
                names.bridgeNamespace(),
                "link add " + names.port(machine) + " type veth peer name " + NetworkNames.MACHINE_LINK + " address "
                        + names.hardwareAddress(machine) + " netns " + names.machineNamespace(machine),
                "link set " + names.port(machine) + " master " + NetworkNames.BRIDGE + " up");
    }

    /** Removes the machine's cable and namespace. Does nothing where there are none. */
    public void disconnect(MachineName machine) {
        if (connected(machine)) {
            batch(names.bridgeNamespace(), "link delete " + names.port(machine));
        }
        deleteNamespace(names.machineNamespace(machine));
    }

    /** Whether the machine's namespace is there and its cable is plugged in, be it up or down. */
    public boolean connected(MachineName machine) {
        return Files.exists(NAMESPACES.resolve(names.machineNamespace(machine)))
                && Files.exists(NAMESPACES.resolve(names.bridgeNamespace()))
                && Command.of("ip", "-n", names.bridgeNamespace(), "link", "show", "dev", names.port(machine))
                        .succeeds();
    }

    /** Whether the machine's cable was taken down. */
    public boolean cut(MachineName machine) {
        return !ip(names.bridgeNamespace(), "-o", "link", "show", "dev", names.port(machine))
                .contains(",UP");
    }

    /** Takes the machine's cable down or up. Nothing passes while it is down, and nobody is told. */
    public void setCable(MachineName machine, boolean up) {
        batch(names.bridgeNamespace(), "link set " + names.port(machine) + (up ? " up" : " down"));
    }

    /** Names of this lab's namespaces that exist. */
    public List<String> namespaces() {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> listing = Files.list(NAMESPACES)) {
            return listing.map(path -> path.getFileName().toString())
                    .filter(names::owns)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ComputerException("listing " + NAMESPACES, e);
        }
    }

    /** Ends commands that still run in the lab's namespaces and removes them all; the links go with them. */
    public void remove() {
        for (String namespace : namespaces()) {
            endProcessesIn(namespace);
            deleteNamespace(namespace);
        }
    }

    /** Commands that somebody started in the lab's network, such as a load tool, belong to the lab. */
    private static void endProcessesIn(String namespace) {
        Command list = Command.of("ip", "netns", "pids", namespace);
        list.run()
                .lines()
                .map(String::strip)
                .map(Long::valueOf)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static void addNamespace(String namespace) {
        Command.of("ip", "netns", "add", namespace).hinting(HINT).run();
    }

    private static void deleteNamespace(String namespace) {
        if (Files.exists(NAMESPACES.resolve(namespace))) {
            Command.of("ip", "netns", "delete", namespace)
                    .within(Duration.ofSeconds(10))
                    .run();
        }
    }

    private static String ip(String namespace, String... words) {
        return Command.of(Stream.concat(Stream.of("ip", "-n", namespace), Stream.of(words))
                        .toArray(String[]::new))
                .run();
    }

    private static void batch(String namespace, String... lines) {
        Command.of("ip", "-n", namespace, "-batch", "-")
                .reading(String.join("\n", lines) + "\n")
                .hinting(HINT)
                .run();
    }
}
