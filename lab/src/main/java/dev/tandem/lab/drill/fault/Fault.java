package dev.tandem.lab.drill.fault;

import dev.tandem.lab.drill.measure.Limits;
import java.time.Duration;
import java.util.Set;

/**
 * A fault that can be drilled.
 *
 * @param name on the command line
 * @param sentence what is done
 * @param needs what the site must have for it
 * @param hold how long it lasts before it is mended; the loads go on meanwhile
 * @param clients who works on the database itself meanwhile
 */
public record Fault(
        String name,
        String sentence,
        Set<Need> needs,
        Limits limits,
        Duration hold,
        Clients clients,
        Injection injection) {
    private static final Duration SHORT = Duration.ofSeconds(8);

    public Fault {
        needs = Set.copyOf(needs);
    }

    /** Programs that write to the database through the routers, beside the users of the site. */
    public enum Clients {
        /** A bare driver, which tries again by itself: every failure is seen. */
        DRIVER,
        /** Besides, clients connected past the router to the primary's database, before the fault, that go on trying. */
        DRIVER_AND_DIRECT,
        /** The DataSource that applications get: what it promises is seen. */
        APPLICATION
    }

    /** What a fault needs of a site. */
    public enum Need {
        /** Agents on the database machines: without them nobody takes over. */
        AGENTS("the database agents"),
        /** A second database. */
        REPLICA("a second database machine"),
        /** A second application machine. */
        SECOND_SERVER("a second application machine"),
        /** A second balancer. */
        SECOND_BALANCER("a second balancer");

        private final String words;

        Need(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** The same for at most 8 s, for who cannot wait. */
    public Fault shortened() {
        return hold.compareTo(SHORT) <= 0 ? this : new Fault(name, sentence, needs, limits, SHORT, clients, injection);
    }

    /** The same under another name. */
    public Fault named(String other, String otherSentence) {
        return new Fault(other, otherSentence, needs, limits, hold, clients, injection);
    }

    public Fault limitedTo(Limits others) {
        return new Fault(name, sentence, needs, others, hold, clients, injection);
    }
}
