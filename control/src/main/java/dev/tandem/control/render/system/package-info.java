/**
 * What a machine needs before any service: packages, kernel settings, users, directories, programs. Imports {@code render}, {@code layout}, {@code credentials}, {@code model}, {@code state} and {@code state.desired}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = DomainName.class)
package dev.tandem.control.render.system;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
