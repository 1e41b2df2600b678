/** Tests of the journal's format. */
@NullMarked
package dev.tandem.runner.tls;

import org.jspecify.annotations.NullMarked;
