package dev.tandem.control.cli.db;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Who became the primary when, for other programs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param terms a line each, as the agents keep it; the oldest first
 */
@Json
record DbHistoryDocument(int schema, String site, String place, List<String> terms) {}
