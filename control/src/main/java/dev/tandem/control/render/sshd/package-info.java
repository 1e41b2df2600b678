/**
 * Who may log in to a machine, and how: sshd's configuration. Imports {@code render}, {@code layout}, {@code credentials}, {@code model} and {@code
 * state}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = DomainName.class)
package dev.tandem.control.render.sshd;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
