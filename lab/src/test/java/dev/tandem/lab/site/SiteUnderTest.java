package dev.tandem.lab.site;

import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.HostKeys;
import dev.tandem.control.remote.Remote;
import dev.tandem.control.remote.RemoteCommand;
import dev.tandem.control.remote.SshAccess;
import dev.tandem.control.remote.SshRemote;
import dev.tandem.lab.Lab;
import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import dev.tandem.lab.machine.NspawnMachine;
import dev.tandem.lab.network.LabNetwork;
import dev.tandem.lab.network.NetworkNames;
import dev.tandem.lab.plan.LabName;
import dev.tandem.protocol.MachineName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The example site in a lab of the tests' own, brought up once by the launcher. Tests say {@link #disturb()} before they do
 * it harm; it is then brought back to what the file says before the next test begins.
 */
public final class SiteUnderTest implements AutoCloseable {
    public static final String NAME = "www.foobar.com";
    public static final String VIRTUAL_ADDRESS = "10.80.0.10";
    public static final List<String> BALANCERS = List.of("lb1", "lb2");
    static final List<String> SERVERS = List.of("server1", "server2");
    static final List<String> MACHINES = List.of("lb1", "lb2", "server1", "server2");
    static final Map<String, String> ADDRESSES = Map.of(
            "lb1", "10.80.0.11",
            "lb2", "10.80.0.12",
            "server1", "10.80.0.21",
            "server2", "10.80.0.22");

    /** Whether the lab stays after the tests, for the next run to find: for whoever works on these tests. */
    private static final boolean KEPT = Boolean.getBoolean("tandem.test.keep");

    private static final int LOCKED = 6;
    private static final Duration LOCK_IS_FREE_WITHIN = Duration.ofSeconds(75);
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);
    /** A second run of the suite on one computer takes a lab of another name. */
    static final LabName LAB = new LabName(System.getenv().getOrDefault("TANDEM_LAB", "test"));

    private static final MachineName CLIENT = new MachineName("client");

    private final SiteFolder folder;
    private final Launcher launcher = new Launcher(LAB.value());
    private final Lab lab = new Lab(Places.standard(), Progress.silent());
    private final LabNetwork network;
    private final Fleet fleet;
    private final Ran up;
    private boolean disturbed;

    private SiteUnderTest(SiteFolder folder) {
        this.folder = folder;
        this.up = launcher.run(folder.file(), "up").exits(0);
        this.network = lab.network(LAB);
        this.fleet = new Fleet(this::connect);
        System.out.println("tandem up: " + up.took().toMillis() + " ms");
    }

    /** Brings the site up from nothing, as somebody does who has just cloned the repository. */
    static SiteUnderTest up() {
        Path folder = Path.of("target", "site").toAbsolutePath();
        if (KEPT && Files.exists(folder)) {
            SiteFolder existing = SiteFolder.existing(folder);
            return new SiteUnderTest(existing);
        }
        new Lab(Places.standard(), Progress.silent()).down(LAB);
        return new SiteUnderTest(SiteFolder.copyOfExample(folder));
    }

    SiteFolder folder() {
        return folder;
    }

    /** What the first {@code up} said. */
    Ran firstUp() {
        return up;
    }

    static boolean kept() {
        return KEPT;
    }

    Path vault() {
        return folder.vault(LAB.value());
    }

    /** The certificate of the site's authority. */
    Path authority() {
        return vault().resolve("authority.crt");
    }

    LabName labName() {
        return LAB;
    }

    /** Runs a command of Tandem's on this site. */
    Ran tandem(String... arguments) {
        return launcher.run(folder.file(), arguments);
    }

    /** Runs a command with another site.yaml on the same machines. */
    Ran tandemWith(Path file, String... arguments) {
        return launcher.run(file, arguments);
    }

    /** Runs a command for which these are the machines of a real site. */
    Ran tandemOnSite(Path file, String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command, "--on", "site"));
        words.addAll(List.of(arguments));
        return launcher.runAmongMachines(file, words.toArray(String[]::new));
    }

    Launcher.Running start(String... arguments) {
        return launcher.start(folder.file(), arguments);
    }

    /** Runs {@code apply}, and again while the lock of one that was killed is still there. Fails the test with what it said. */
    Ran applyWhenFree() {
        long end = System.nanoTime() + LOCK_IS_FREE_WITHIN.toNanos();
        Ran apply = tandem("apply");
        while (apply.exit() == LOCKED && System.nanoTime() < end) {
            pause(Duration.ofMillis(200));
            apply = tandem("apply");
        }
        return apply.exits(0);
    }

    /** The test is about to do harm; the site will be brought back after it. */
    void disturb() {
        disturbed = true;
    }

    /** One machine, to do it harm. */
    NspawnMachine machine(String name) {
        disturb();
        return lab.machine(LAB, new MachineName(name));
    }

    /** The machine that is the primary now: agents decide that, and other tests may have made them. */
    String primary() {
        return String.valueOf(tandem("db", "status", "--json").document().get("primary"));
    }

    /** The machine that follows it. */
    String replica() {
        return primary().equals("server1") ? "server2" : "server1";
    }

    /** Runs a shell script on a machine, which must succeed. Returns what it printed, without the last line's end. */
    public String on(String machine, String script, String... arguments) {
        return remote(machine)
                .require(RemoteCommand.script("run a test's script", script, arguments))
                .text()
                .strip();
    }

    /** As {@link #on(String, String, String...)}, but nobody minds how it ends. */
    String trying(String machine, String script, String... arguments) {
        return remote(machine)
                .run(RemoteCommand.script("try a test's script", script, arguments))
                .text()
                .strip();
    }

    /** Runs a shell script on the machine that is only a user. */
    public String onClient(String script, String... arguments) {
        return on(CLIENT.value(), script, arguments);
    }

    /** Runs curl on this computer, from the lab's own end of its bridge: the lab adds that to the admin networks. */
    String asAdmin(String... curl) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", new NetworkNames(LAB).bridgeNamespace()));
        words.addAll(List.of(curl));
        words.addAll(List.of(
                "--cacert", authority().toString(), "--resolve", NAME + ":443:" + VIRTUAL_ADDRESS, "--max-time", "20"));
        return Command.of(words.toArray(String[]::new)).run().strip();
    }

    public Remote client() {
        return remote(CLIENT.value());
    }

    Remote remote(String machine) {
        return fleet.machine(new MachineName(machine));
    }

    /** A connection into the site's network, from where the admins are. */
    Socket connect(String address, int port) throws IOException {
        return network.connect(new InetSocketAddress(address, port), Duration.ofSeconds(5));
    }

    /** Runs a program of this computer in the network of the machine that is only a user. */
    Process inClientsNetwork(List<String> words) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("ip", "netns", "exec", new NetworkNames(LAB).machineNamespace(CLIENT)));
        all.addAll(words);
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    /** Forgets the connection to a machine that is about to die. */
    void forget(String machine) {
        fleet.forget(new MachineName(machine));
    }

    /** Which balancer answers for the virtual address; asks the machines themselves. */
    List<String> owners() {
        return BALANCERS.stream()
                .filter(name -> !trying(name, "ip -brief -4 address show to \"$1\"", VIRTUAL_ADDRESS)
                        .isEmpty())
                .toList();
    }

    /** The one owner of the virtual address. */
    String owner() {
        await("one balancer owns the virtual address", Duration.ofSeconds(10), () -> owners().size() == 1);
        return owners().getFirst();
    }

    static String other(List<String> pair, String one) {
        return pair.stream().filter(name -> !name.equals(one)).findFirst().orElseThrow();
    }

    /** Waits until status says that everything is as it should be. */
    void awaitWell() {
        long end = System.nanoTime() + WELL_WITHIN.toNanos();
        Ran status = tandem("status");
        while (status.exit() != 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the site was not well within " + WELL_WITHIN + "\n" + status);
            }
            pause(Duration.ofMillis(200));
            status = tandem("status");
        }
    }

    /** Brings the site back to what its file says, if a test disturbed it. */
    void bringBack() {
        if (disturbed) {
            folder.restore();
            MACHINES.forEach(this::forget);
            if (tandem("plan", "--exit-code").exit() != 0) {
                tandem("up").exits(0);
            }
            awaitWell();
            disturbed = false;
        }
    }

    static void await(String what, Duration within, BooleanSupplier condition) {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            pause(Duration.ofMillis(50));
        }
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ends this process's connections, which would not survive the machines. */
    void hangUp() {
        fleet.close();
        network.close();
    }

    @Override
    public void close() {
        hangUp();
        if (!KEPT) {
            launcher.run(folder.file(), "down").exits(0);
        }
    }

    private Remote connect(MachineName machine) {
        String address = lab.machine(LAB, machine).address().orElseThrow().getHostAddress();
        HostKeys keys = new HostKeys(vault().resolve("known_hosts"));
        return SshRemote.connect(
                machine, address, new SshAccess("root", 22, vault().resolve("id_ed25519"), keys, network::connect));
    }
}
