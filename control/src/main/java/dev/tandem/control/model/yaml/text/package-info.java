/**
 * The file as text: its nodes, where each of them stands, and what is wrong there. Imports snakeyaml-engine only.
 */
@NullMarked
package dev.tandem.control.model.yaml.text;

import org.jspecify.annotations.NullMarked;
