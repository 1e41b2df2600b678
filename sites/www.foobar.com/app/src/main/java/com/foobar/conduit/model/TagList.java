package com.foobar.conduit.model;

import io.avaje.jsonb.Json;
import java.util.List;

/** The site's tags, most used first. */
@Json
public record TagList(List<String> tags) {}
