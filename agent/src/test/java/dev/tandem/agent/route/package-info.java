/** Tests of dev.tandem.agent.route. */
@NullMarked
package dev.tandem.agent.route;

import org.jspecify.annotations.NullMarked;
