package dev.tandem.control.model;

import java.time.Duration;
import java.util.List;

/**
 * What the site's zone holds besides the names that Tandem makes (the apex, the site's name, ns1, ns2, ...).
 *
 * @param timeToLive how long resolvers may keep an answer
 */
public record Dns(Duration timeToLive, List<DnsRecord> records) {
    public Dns {
        records = List.copyOf(records);
    }
}
