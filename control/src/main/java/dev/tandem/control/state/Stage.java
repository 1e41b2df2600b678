package dev.tandem.control.state;

/**
 * When, in the course of an apply, a component's turn is. Stages follow each other on the whole site: a stage begins when
 * the one before it has ended well on every machine.
 */
public enum Stage {
    /** What disturbs nobody: packages, users, programs, the release's files. */
    GROUNDWORK("groundwork", Pace.TOGETHER),
    /** What each machine lets in and out, and who may log in: before the services that need it. */
    FIREWALL("firewall", Pace.ONE_BY_ONE),
    /** The database servers' configuration; replicas before the primary. */
    DATABASE("database", Pace.ONE_BY_ONE),
    /** The primary's schema and accounts. */
    PRIMARY("primary", Pace.ONE_BY_ONE),
    /** Seeding and following. */
    REPLICAS("replicas", Pace.ONE_BY_ONE),
    /** The application machines' way to the databases. */
    ROUTER("router", Pace.ONE_BY_ONE),
    /** The schema as the release wants it. */
    MIGRATION("migration", Pace.ONE_BY_ONE),
    /** Application server and web server. */
    SERVER("server", Pace.ONE_BY_ONE),
    /** The zone. */
    DNS("dns", Pace.ONE_BY_ONE),
    /** Balancer and virtual address. */
    BALANCER("balancer", Pace.ONE_BY_ONE);

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
