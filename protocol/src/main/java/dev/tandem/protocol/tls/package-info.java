/**
 * Who a process is to others and whom it takes for one of the site: keys and certificates in PEM files, as the site's authority
 * signed them. Imports the JDK only.
 */
@NullMarked
package dev.tandem.protocol.tls;

import org.jspecify.annotations.NullMarked;
