package dev.tandem.control.render;

/** Where the database agent and the gate's rules are: the database server's unit and settings name them, too. */
public final class AgentFiles {
    public static final String FOLDER = "/etc/tandem/agent";

    /** Who gets in to the database, and when. */
    public static final String GATE = FOLDER + "/gate.nft";

    /** The link to the present program. */
    public static final String PROGRAM = "/opt/tandem/agent/current";

    private AgentFiles() {}
}
