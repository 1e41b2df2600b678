/** The network of a lab: namespaces, bridge, links, and sockets that belong to it. Imports plan and computer. */
@NullMarked
package dev.tandem.lab.network;

import org.jspecify.annotations.NullMarked;
