package dev.tandem.control.state.desired;

/**
 * When, in the course of an apply, a component's turn is. Stages follow each other on the whole site: a stage begins when
 * the one before it has ended well on every machine.
 */
public enum Stage {
    /** What disturbs nobody: packages, users, programs, the release's files. */
    GROUNDWORK("groundwork", Pace.TOGETHER),
    /** What each machine lets in and out, and who may log in: before the services that need it. */
    FIREWALL("firewall", Pace.ONE_BY_ONE),
    /** Who votes: before those about whom is voted. */
    CONSENSUS("consensus", Pace.ONE_BY_ONE),
    /** The database servers' configuration; replicas before the primary. */
    DATABASE("database", Pace.ONE_BY_ONE),
    /** Who starts the database servers and decides which one is the primary. */
    AGENT("agent", Pace.ONE_BY_ONE),
    /** The first decision of all, where none was taken yet. */
    BOOTSTRAP("bootstrap", Pace.ONE_BY_ONE),
    /** The schema and the accounts, on whichever machine is the primary now. */
    PRIMARY("primary", Pace.ONE_BY_ONE),
    /** Following, which the agents see to. */
    REPLICAS("replicas", Pace.TOGETHER),
    /** The application machines' way to the databases. */
    ROUTER("router", Pace.ONE_BY_ONE),
    /** The schema as the release wants it. */
    MIGRATION("migration", Pace.ONE_BY_ONE),
    /** Application server and web server. */
    SERVER("server", Pace.ONE_BY_ONE),
    /** The zone. */
    DNS("dns", Pace.ONE_BY_ONE),
    /** Balancer and virtual address. */
    BALANCER("balancer", Pace.ONE_BY_ONE),
    /** The balancers' certificate from a public authority, which needs the zone, and which the site can be without. */
    CERTIFICATE("certificate", Pace.ONE_BY_ONE);

    /** Whether several machines may be touched at once. */
    public enum Pace {
        TOGETHER,
        ONE_BY_ONE
    }

    private final String word;
    private final Pace pace;

    Stage(String word, Pace pace) {
        this.word = word;
        this.pace = pace;
    }

    public String word() {
        return word;
    }

    public Pace pace() {
        return pace;
    }
}
