package dev.tandem.control.render.agent;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.AgentFiles;
import dev.tandem.control.render.DatabaseUsers;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.RunnerFiles;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one machine's agent must know.
 *
 * @param database whether it leads a database
 * @param application whether it leads a router
 * @param consensus where etcd is asked, {@code ADDRESS:PORT} each
 * @param databases all machines with a database, as {@code NAME=ADDRESS}
 * @param routers all machines with a router, likewise
 * @param replicaLagSeconds how old what readers see on a replica may be; 0 for any age
 */
@JStache(path = "dev/tandem/control/render/agent/agent.properties.mustache")
record AgentConfiguration(
        DomainName site,
        MachineName machine,
        Ipv4Address address,
        Port port,
        boolean database,
        boolean application,
        String consensus,
        String databases,
        String routers,
        long replicaLagSeconds) {
    static AgentConfiguration of(Layout layout, Machine machine) {
        return new AgentConfiguration(
                layout.site().name(),
                machine.name(),
                machine.address(),
                layout.port(Service.AGENT),
                machine.has(Role.DATABASE),
                machine.has(Role.APP),
                layout.voters().stream()
                        .map(voter -> layout.endpoint(voter, Service.CONSENSUS).toString())
                        .collect(Collectors.joining(",")),
                named(layout.databases()),
                named(layout.site().machinesWith(Role.APP)),
                layout.site().database().maximumReplicaLag().toSeconds());
    }

    private static String named(List<Machine> machines) {
        return machines.stream()
                .map(machine -> machine.name() + "=" + machine.address())
                .collect(Collectors.joining(","));
    }

    String roles() {
        if (database && application) {
            return Role.DATABASE.word() + "," + Role.APP.word();
        }
        return (database ? Role.DATABASE : Role.APP).word();
    }

    InstalledCertificate certificate() {
        return AgentRenderer.IDENTITY;
    }

    /** Opens etcd, which the other does not. */
    InstalledCertificate consensusCertificate() {
        return AgentRenderer.CONSENSUS_IDENTITY;
    }

    InstalledCertificate databaseCertificate() {
        return new InstalledCertificate(CertificateUse.DATABASE);
    }

    String replicationUser() {
        return DatabaseUsers.REPLICATION;
    }

    /** Where it tells the application server to wait. */
    String runnerSocket() {
        return RunnerFiles.MANAGEMENT;
    }

    String outOfReach() {
        return AgentFiles.OUT_OF_REACH;
    }

    String passwordFile() {
        return AgentRenderer.PASSWORD_FILE;
    }
}
