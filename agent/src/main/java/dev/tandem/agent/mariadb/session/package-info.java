/**
 * A connection to this machine's mysqld that is kept, and what comes over it: whether an order was sent, and the answers as text. Imports
 * the JDK only; who may log in, and as whom, comes in as a {@link dev.tandem.agent.mariadb.session.Login}.
 */
@NullMarked
package dev.tandem.agent.mariadb.session;

import org.jspecify.annotations.NullMarked;
