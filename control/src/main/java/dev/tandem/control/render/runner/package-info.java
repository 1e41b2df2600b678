/**
 * The application server: its unit, its environment, the release it runs, and the migration that comes before. Imports {@code render}, {@code layout}, {@code credentials}, {@code model}, {@code state} and {@code state.desired}.
 */
@NullMarked
@JStacheConfig(type = JStacheType.STACHE)
@JStacheFormatterTypes(types = {DomainName.class, Endpoint.class})
package dev.tandem.control.render.runner;

import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheFormatterTypes;
import io.jstach.jstache.JStacheType;
import org.jspecify.annotations.NullMarked;
