/**
 * The firewall of every machine, made of the list of flows. Imports {@code render}, {@code layout}, {@code credentials}, {@code model}, {@code state} and {@code state.desired}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = {DomainName.class, MachineName.class, Port.class})
package dev.tandem.control.render.nftables;

import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Port;
import dev.tandem.protocol.MachineName;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
