@NullMarked
package dev.tandem.agent.loop;

import org.jspecify.annotations.NullMarked;
