/**
 * Who this machine is to others and whom it takes for one of the site: keys and certificates in PEM files, as the site's authority
 * signed them.
 *
 * <p>Imports the JDK and, in {@link dev.tandem.runner.tls.PemTlsPlugin}, the database driver.
 */
@NullMarked
package dev.tandem.runner.tls;

import org.jspecify.annotations.NullMarked;
