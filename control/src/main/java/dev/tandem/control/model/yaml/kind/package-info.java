/**
 * What may stand at one place of the file: words, numbers, lists, and sections of keys, each of which is declared once for
 * reading and for the schema. It knows no key of ours. Imports {@code model.yaml.text}, {@code model}'s values and snakeyaml-engine.
 */
@NullMarked
package dev.tandem.control.model.yaml.kind;

import org.jspecify.annotations.NullMarked;
