package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/** The error shape of the API: {@code {"errors": {"title": ["can't be blank"]}}}. */
@Json
public record Errors(Map<String, List<String>> errors) {}
