package dev.tandem.control.render.system;

import dev.tandem.control.model.DomainName;
import io.jstach.jstache.JStache;

/** The kernel settings of one machine. */
@JStache(path = "dev/tandem/control/render/system/sysctl.conf.mustache")
record KernelSettings(DomainName site, boolean balancer, boolean database) {}
