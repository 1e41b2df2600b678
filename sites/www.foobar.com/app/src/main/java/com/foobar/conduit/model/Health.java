package com.foobar.conduit.model;

import io.avaje.jsonb.Json;

/**
 * What the health path answers.
 *
 * @param status always {@code up}: whoever can read this was served
 * @param database {@code up}, {@code read-only} (reads work, the primary does not) or {@code down}
 */
@Json
public record Health(String status, String database) {}
