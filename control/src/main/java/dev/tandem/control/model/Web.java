package dev.tandem.control.model;

import java.time.Duration;

/**
 * How nginx serves.
 *
 * @param maximumBody the largest request body it takes
 * @param staticMaxAge how long browsers may keep a static file without asking again
 */
public record Web(ByteSize maximumBody, Duration staticMaxAge) {}
