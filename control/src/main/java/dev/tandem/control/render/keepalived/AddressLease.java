package dev.tandem.control.render.keepalived;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import dev.tandem.control.state.Unit;
import dev.tandem.control.state.desired.Check;
import dev.tandem.control.state.desired.Component;
import dev.tandem.control.state.desired.Stage;
import dev.tandem.control.state.desired.Verification;
import io.jstach.jstache.JStache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ends a balancer's right to answer for a virtual address when its keepalived falls silent, in the kernel. */
final class AddressLease {
    private static final String CONFIGURATION = "/etc/keepalived/lease.nft";
    private static final String PROGRAMS = "/usr/local/lib/tandem";
    private static final String PROGRAM = PROGRAMS + "/address-lease";
    private static final String UNIT = "tandem-address-lease.service";
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(5);

    private AddressLease() {}

    /** The rules. */
    @JStache(path = "dev/tandem/control/render/keepalived/lease.nft.mustache")
    record LeaseRules(DomainName site, Ipv4Address own, List<Instance> instances, String addresses) {}

    /** Loads them. */
    @JStache(path = "dev/tandem/control/render/keepalived/address-lease.mustache")
    record LeaseProgram(DomainName site, Ipv4Address address, String file) {}

    /** Loads them at boot. */
    @JStache(path = "dev/tandem/control/render/keepalived/tandem-address-lease.service.mustache")
    record LeaseUnit(DomainName site, String program) {}

    static Component component(Layout layout, Machine machine) {
        DomainName site = layout.site().name();
        String program = LeaseProgramRenderer.of().execute(new LeaseProgram(site, machine.address(), CONFIGURATION));
        return new Component(
                "address-lease",
                Stage.BALANCER,
                List.of(
                        ManagedFile.open(CONFIGURATION, rules(layout, machine), Effect.RELOAD),
                        new Directory(new MachinePath(PROGRAMS), Ownership.PUBLIC_DIRECTORY),
                        new ManagedFile(
                                new MachinePath(PROGRAM),
                                new Ownership("root", "root", "0755"),
                                program,
                                Effect.RELOAD,
                                false),
                        ManagedFile.open(
                                "/etc/systemd/system/" + UNIT,
                                LeaseUnitRenderer.of().execute(new LeaseUnit(site, PROGRAM)),
                                Effect.RELOAD),
                        Unit.running(UNIT)),
                List.of(Check.of(PROGRAM, "--check")),
                List.of(Verification.within(
                        LOADED_WITHIN, "nft", "--terse", "list", "table", "netdev", "tandem_address")),
                Optional.empty());
    }

    private static String rules(Layout layout, Machine machine) {
        String addresses =
                layout.virtualAddresses().stream().map(Ipv4Address::toString).collect(Collectors.joining(", "));
        return LeaseRulesRenderer.of()
                .execute(new LeaseRules(
                        layout.site().name(), machine.address(), Instance.of(layout, machine), addresses));
    }
}
