package dev.tandem.control.render.mariadb;

import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Port;
import dev.tandem.control.render.AgentFiles;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStache;

/**
 * MariaDB's settings on one database machine: the same on all, but for who it is.
 *
 * @param gate the file of the rules that say who gets in
 * @param bufferPool mebibytes
 */
@JStache(path = "dev/tandem/control/render/mariadb/mariadb.cnf.mustache")
record MariadbConfiguration(
        DomainName site,
        MachineName machine,
        Ipv4Address address,
        Port port,
        Port replicationPort,
        String gate,
        InstalledCertificate certificate,
        long bufferPool,
        int maximumConnections) {
    static MariadbConfiguration of(Layout layout, Machine machine) {
        return new MariadbConfiguration(
                layout.site().name(),
                machine.name(),
                machine.address(),
                layout.port(Service.DATABASE),
                layout.port(Service.REPLICATION),
                AgentFiles.GATE,
                new InstalledCertificate(CertificateUse.DATABASE),
                layout.site().database().bufferPool().mebibytes(),
                layout.site().database().maximumConnections());
    }

    /** An address is a number of 32 bits that no other machine of the site has. The agent starts each life with a number of its own. */
    String serverId() {
        return Integer.toUnsignedString(address.bits());
    }
}
