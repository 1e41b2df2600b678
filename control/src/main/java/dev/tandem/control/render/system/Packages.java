package dev.tandem.control.render.system;

import dev.tandem.control.state.DebianPackage;
import dev.tandem.protocol.Role;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;

/** Which Debian packages a role needs. */
public final class Packages {
    /** Verifications ask with curl, runtime sockets are spoken to with socat, certificates are looked at with openssl. */
    private static final List<String> EVERYWHERE = List.of("curl", "nftables", "openssl", "socat");

    private static final Map<Role, List<String>> BY_ROLE = new EnumMap<>(Map.of(
            Role.DNS, List.of("knot", "knot-dnsutils"),
            Role.BALANCER, List.of("haproxy", "iproute2", "keepalived"),
            Role.WEB, List.of("nginx-light"),
            Role.APP, List.of("haproxy", "openjdk-25-jre-headless"),
            Role.DATABASE, List.of("iproute2", "mariadb-backup", "mariadb-server", "openjdk-25-jre-headless"),
            Role.WITNESS, List.of("etcd-client", "etcd-server")));

    private Packages() {}

    /** The packages for a machine with these roles, each once, in the order of their names. */
    public static List<DebianPackage> of(Collection<Role> roles) {
        SequencedSet<String> names = new TreeSet<>(EVERYWHERE);
        roles.forEach(role -> names.addAll(BY_ROLE.getOrDefault(role, List.of())));
        return names.stream().map(DebianPackage::new).toList();
    }
}
