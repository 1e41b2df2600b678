/**
 * The web servers: static files, and the way to the application server. Imports {@code render}, {@code layout}, {@code credentials}, {@code model}, {@code state} and {@code state.desired}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = {DomainName.class, Endpoint.class, Ipv4Address.class})
package dev.tandem.control.render.nginx;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
