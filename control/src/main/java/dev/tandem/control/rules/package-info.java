/**
 * What must hold between the values of a site, or between two sites; one class a rule. Pure. Imports {@code model} (with
 * {@code model.yaml} for where a value stands) and {@code protocol}.
 */
@NullMarked
package dev.tandem.control.rules;

import org.jspecify.annotations.NullMarked;
