package dev.tandem.agent.decide.decision;

/** MariaDB's {@code init_rpl_role}: what a start after a crash does with transactions at the end of the binlog. */
public enum RecoveryRole {
    /** Commits them. */
    MASTER,
    /** Truncates what the engine had not committed; it may have been acknowledged, so somebody else must have it. */
    SLAVE
}
