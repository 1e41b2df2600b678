/**
 * The zone: Knot's configuration on the DNS machines. Imports {@code render}, {@code layout}, {@code credentials}, {@code model} and {@code
 * state}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = {DnsRecord.Type.class, DomainName.class, Ipv4Address.class, Port.class})
package dev.tandem.control.render.knot;

import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Port;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
