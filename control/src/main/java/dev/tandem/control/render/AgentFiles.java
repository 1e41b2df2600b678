package dev.tandem.control.render;

import dev.tandem.protocol.AgentProgram;

/** Where the database agent, the gate's rules and its marks are: others name them, too. */
public final class AgentFiles {
    public static final String FOLDER = "/etc/tandem/agent";

    /** Who gets in to the database, and when. */
    public static final String GATE = FOLDER + "/gate.nft";

    /** The link to the present program. */
    public static final String PROGRAM = AgentProgram.CURRENT;

    /** Is there while the agent finds that users are better served by other machines. */
    public static final String OUT_OF_REACH = "/run/tandem-agent/primary-out-of-reach";

    private AgentFiles() {}
}
