/**
 * Breaks the lab's site on purpose and counts what was lost: the course of one drill, of several and of a soak. What is done and
 * measured is in the packages below, which do not know this one: {@code ground}, {@code measure}, {@code fault}, {@code age}, {@code
 * workload} and {@code report}. May import the lab and of control {@code layout}, {@code model}, {@code observe}, {@code remote}
 * and {@code state}.
 */
@NullMarked
package dev.tandem.lab.drill;

import org.jspecify.annotations.NullMarked;
