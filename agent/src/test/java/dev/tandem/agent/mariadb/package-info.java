/** Tests of dev.tandem.agent.mariadb. */
@NullMarked
package dev.tandem.agent.mariadb;

import org.jspecify.annotations.NullMarked;
