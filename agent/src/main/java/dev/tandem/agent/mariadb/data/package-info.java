/**
 * This machine's data directory, what is written down beside it, and how a copy of another machine's data takes its place. What is in it
 * is mysqld's, which may be in other hands. Imports {@code kernel} and {@code protocol}.
 */
@NullMarked
package dev.tandem.agent.mariadb.data;

import org.jspecify.annotations.NullMarked;
