package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.fault.Fault.Need;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.Limits;
import dev.tandem.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every fault that there is a drill for, in the order in which {@code --all} does them. */
public final class Faults {
    /** Always on a site that was made old before. */
    public static final String AGED = "aged";

    private static final List<Fault> ALL = all();

    /** Not a fault of the site but of its settings: whoever wants to see that a drill can fail asks for it by name. */
    private static final Fault ASYNCHRONOUS = of(
            "asynchronous",
            "The primary acknowledges what its partner has not got, and dies: this one has to fail.",
            Set.of(Need.AGENTS),
            Limits.nothingLost(),
            Duration.ofSeconds(10),
            PrimaryFaults::asynchronous);

    private Faults() {}

    private static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(BalancerFaults.all());
        all.addAll(PartnerFaults.all());
        all.addAll(ConsensusFaults.all());
        all.addAll(AgentFaults.all());
        all.addAll(PrimaryFaults.all());
        all.addAll(OverloadFaults.all());
        all.add(all.stream()
                .filter(fault -> fault.name().equals("machine-dies"))
                .findFirst()
                .orElseThrow()
                .named(AGED, "As machine-dies, on a site that was made old before, and was quiet for long."));
        return List.copyOf(all);
    }

    public static List<Fault> list() {
        return ALL;
    }

    public static Optional<Fault> named(String name) {
        return Stream.concat(ALL.stream(), Stream.of(ASYNCHRONOUS))
                .filter(fault -> fault.name().equals(name))
                .findFirst();
    }

    /** What a site has of what faults need. */
    public static Set<Need> has(Ground ground) {
        Set<Need> has = EnumSet.noneOf(Need.class);
        if (ground.hasAgents()) {
            has.add(Need.AGENTS);
        }
        if (ground.with(Role.DATABASE).size() > 1) {
            has.add(Need.REPLICA);
        }
        if (ground.with(Role.APP).size() > 1) {
            has.add(Need.SECOND_SERVER);
        }
        if (ground.with(Role.BALANCER).size() > 1) {
            has.add(Need.SECOND_BALANCER);
        }
        return has;
    }

    /** A fault without clients past the router. */
    static Fault of(String name, String sentence, Set<Need> needs, Limits limits, Duration hold, Injection injection) {
        return new Fault(name, sentence, needs, limits, hold, Fault.Clients.DRIVER, injection);
    }
}
