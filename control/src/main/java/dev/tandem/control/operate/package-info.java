/**
 * What an operator, or an apply on the way, holds of a running site without a plan: its lock, the balancers' rotation, maintenance,
 * the databases and their agents. Imports {@code remote} and {@code state.desired}.
 */
@NullMarked
package dev.tandem.control.operate;

import org.jspecify.annotations.NullMarked;
