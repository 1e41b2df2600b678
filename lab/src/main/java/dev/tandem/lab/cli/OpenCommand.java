package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.layout.Service;
import dev.tandem.lab.network.LabNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a browser on this computer see the lab's site. */
@Command(name = "open", description = "Forward a port of this computer to the lab's site, until Ctrl-C.")
final class OpenCommand extends SiteCommand {
    private static final int BACKLOG = 50;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final LabPlace lab;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "The port on this computer's loopback (default: ${DEFAULT-VALUE}; 0: any free one).")
    int port;

    OpenCommand(LabPlace lab) {
        this.lab = lab;
    }

    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        if (workplace.place().isReal()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "The real site is open already: https://" + workplace.site().name() + "/");
        }
        LabNetwork network = lab.network(workplace.site());
        InetSocketAddress site = new InetSocketAddress(
                workplace.layout().virtualAddresses().getFirst().toString(),
                Service.HTTPS.port().value());
        try (ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println("https://" + workplace.site().name() + ":" + door.getLocalPort() + "/");
            explain(workplace, door.getLocalPort(), talk);
            while (true) {
                Socket visitor = door.accept();
                Thread.ofVirtual().name("visitor").start(() -> forward(visitor, network, site, talk));
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "cannot listen on port " + port + " of the loopback: " + e.getMessage() + ". Try --port 0");
        }
    }

    /** The name must lead here, and the browser must know who signed the certificate. */
    private static void explain(Workplace workplace, int port, Talk talk) {
        String name = workplace.site().name().value();
        Path authority = workplace.vault().authorityCertificate();
        talk.line("For a browser, two things once: let the name lead here (a line '127.0.0.1 " + name
                + "' in /etc/hosts, or start Chromium with --host-resolver-rules=\"MAP " + name + " 127.0.0.1\"),");
        talk.line("  and trust the site's authority: import " + authority + " under 'Authorities'.");
        workplace
                .site()
                .tls()
                .acme()
                .ifPresent(acme -> talk.line("  Once " + acme.directory()
                        + " has issued the site's certificate, it is that one's root that is to be trusted."));
        talk.line("Without either: curl --cacert " + authority + " --resolve " + name + ":" + port
                + ":127.0.0.1 https://" + name + ":" + port + "/");
        talk.line("Ctrl-C closes it.");
    }

    private static void forward(Socket visitor, LabNetwork network, InetSocketAddress site, Talk talk) {
        try (visitor;
                Socket server = network.connect(site, CONNECT_WITHIN)) {
            Thread back = Thread.ofVirtual().name("visitor back").start(() -> copy(server, visitor));
            copy(visitor, server);
            back.join();
        } catch (IOException e) {
            talk.bad("no connection to " + site + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until one side has no more to say; then the other is told so. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // A side that went away ends the conversation; closing both sockets tells the other.
        }
    }
}
