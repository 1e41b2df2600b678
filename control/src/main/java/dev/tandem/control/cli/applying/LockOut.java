package dev.tandem.control.cli.applying;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Site;
import dev.tandem.control.plan.Refusal;
import dev.tandem.control.state.actual.ActualMachine;
import dev.tandem.protocol.MachineName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sees whether the firewall that site.yaml asks for would shut out the very connection that would bring it. Pure. */
final class LockOut {
    private LockOut() {}

    /** One for each machine that sees us come from an address outside the admin networks. */
    static List<Refusal> refusals(Site site, Map<MachineName, ActualMachine> seen) {
        return site.machines().stream()
                .flatMap(machine -> Optional.ofNullable(seen.get(machine.name()))
                        .flatMap(ActualMachine::askedFrom)
                        .filter(from -> !isAdmin(site, from))
                        .map(from -> new Refusal(
                                machine.name(),
                                "the firewall would let no SSH in from " + from
                                        + ", which is where you come from now. Next: " + remedy(from)))
                        .stream())
                .toList();
    }

    private static boolean isAdmin(Site site, String from) {
        return isIpv4(from)
                && site.adminNetworks().stream().anyMatch(network -> network.contains(Ipv4Address.parse(from)));
    }

    private static String remedy(String from) {
        return isIpv4(from)
                ? "add it to admin-networks in site.yaml, such as " + from + "/32"
                : "come over IPv4; admin-networks in site.yaml holds IPv4 networks only";
    }

    private static boolean isIpv4(String address) {
        return Ipv4Address.FORM.matcher(address).matches();
    }
}
