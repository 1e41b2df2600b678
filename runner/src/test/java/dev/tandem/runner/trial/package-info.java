/** The small web application that the tests deploy; it must not see the runner. */
@NullMarked
package dev.tandem.runner.trial;

import org.jspecify.annotations.NullMarked;
