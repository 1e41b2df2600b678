/** Tests of dev.tandem.protocol.tls. */
@NullMarked
package dev.tandem.protocol.tls;

import org.jspecify.annotations.NullMarked;
