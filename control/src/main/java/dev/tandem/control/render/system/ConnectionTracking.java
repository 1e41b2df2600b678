package dev.tandem.control.render.system;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStache;

/** When the kernel is told how many connections it remembers. */
@JStache(path = "dev/tandem/control/render/system/connection-tracking.rules.mustache")
record ConnectionTracking(DomainName site) {}
