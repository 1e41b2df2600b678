/**
 * This machine's MariaDB, as the agent sees it and as it does what was decided: the process, its sessions, its data directory.
 * Two edges can be
 * replaced in tests, and everything between them runs there: {@link dev.tandem.agent.kernel.Programs}, and what connects to mysqld.
 * Imports {@code decide.view} for what is seen, {@code decide.decision} for what is ordered, {@code kernel}, {@code protocol} and its own
 * {@code session} and {@code data}, which do not know it; and the database driver.
 */
@NullMarked
package dev.tandem.agent.mariadb;

import org.jspecify.annotations.NullMarked;
