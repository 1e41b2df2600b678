/**
 * Reads site.yaml into a {@link dev.tandem.control.model.Site}: every problem of the file at once, each with its line.
 * Imports {@code model}, {@code model.yaml.kind}, {@code model.yaml.text} and {@code protocol}.
 *
 * <p>Every section of the file has one class here ({@code *Section}). It declares its keys once, each with name, kind,
 * default and a sentence; reading, the JSON Schema for editors and the test of the example file all use that declaration.
 */
@NullMarked
package dev.tandem.control.model.yaml;

import org.jspecify.annotations.NullMarked;
