/** How the database driver gets the runner's key: see {@link dev.tandem.protocol.tls.PemIdentity}. Imports that and the driver. */
@NullMarked
package dev.tandem.runner.tls;

import org.jspecify.annotations.NullMarked;
