/**
 * What drills found, as a document for programs, a table for a terminal and a page for a browser. Pure. May import {@code measure},
 * {@code fault} and {@code age}.
 */
@NullMarked
package dev.tandem.lab.drill.report;

import org.jspecify.annotations.NullMarked;
