/** Tests of the agent. */
@NullMarked
package dev.tandem.agent.mariadb.data;

import org.jspecify.annotations.NullMarked;
