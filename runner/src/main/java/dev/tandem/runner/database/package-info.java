/**
 * The application's way to the database: routing over two pools, whose connections are given in turns and whose new ones are asked for
 * until the database answers.
 *
 * <p>Imports {@code configuration}, {@code gate} for whose turn it is, {@code dev.tandem.routing} and its {@code time}, HikariCP
 * and the driver.
 */
@NullMarked
package dev.tandem.runner.database;

import org.jspecify.annotations.NullMarked;
