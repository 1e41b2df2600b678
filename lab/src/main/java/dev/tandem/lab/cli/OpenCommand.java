package dev.tandem.lab.cli;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.lab.network.LabNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a browser on this computer see the lab's site. */
@Command(name = "open", description = "Forward a port of this computer to the lab's site, until Ctrl-C.")
final class OpenCommand extends SiteCommand {
    private static final int HTTP = 80;
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
    protected Exit run(Workplace workplace, Talk talk) {
        if (workplace.place().isReal()) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "The real site is open already: http://" + workplace.site().name() + "/");
        }
        LabNetwork network = lab.network(workplace.site());
        InetSocketAddress site =
                new InetSocketAddress(workplace.site().virtualAddress().toString(), HTTP);
        try (ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println("http://localhost:" + door.getLocalPort() + "/");
            talk.line("Ctrl-C closes it.");
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
