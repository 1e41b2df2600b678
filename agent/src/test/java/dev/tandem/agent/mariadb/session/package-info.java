/** Tests of the agent. */
@NullMarked
package dev.tandem.agent.mariadb.session;

import org.jspecify.annotations.NullMarked;
