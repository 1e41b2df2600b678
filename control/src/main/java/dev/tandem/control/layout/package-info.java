/**
 * The site resolved: which machine runs what, at which address and port, and who talks to whom. Pure; imports {@code
 * model} and {@code protocol}. Routers, balancers, firewalls and scrape lists are all made from the one list of flows
 * here.
 */
@NullMarked
package dev.tandem.control.layout;

import org.jspecify.annotations.NullMarked;
