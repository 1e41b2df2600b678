/**
 * What is seen: of the site, of this machine's mysqld, and when; with every time that the algorithm knows. Imports {@code protocol}.
 */
@NullMarked
package dev.tandem.agent.decide.view;

import org.jspecify.annotations.NullMarked;
