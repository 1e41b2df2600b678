package dev.tandem.lab.drill.measure;

import java.time.Duration;
import java.util.Locale;

/** What a drill measures. Durations are milliseconds. */
public enum Measure {
    /** Acknowledged writes that are not there in the end, through the router, past it and by HTTP. */
    LOST(false),
    /** Writes that are there more than once, or though they were refused. */
    DOUBLED(false),
    /** Reads on the write port that did not see what had been acknowledged before. */
    STALE_READS(false),
    /** The longest time in which no write through the router was acknowledged. */
    WRITE_OUTAGE(true),
    /** Writes through the router that failed or never ended, each counted once and none repeated. */
    FAILED_WRITES(false),
    /** The slowest write through the router that was acknowledged or never ended. */
    SLOWEST_WRITE(true),
    /** The longest time in which the read port answered nothing. */
    READ_OUTAGE(true),
    /** The longest time in which no user's article was published. */
    HTTP_OUTAGE(true),
    /** Users' writes that failed. */
    FAILED_HTTP_WRITES(false),
    /** Users' reads that failed. */
    FAILED_HTTP_READS(false),
    /** How often the role of the primary was taken over or handed on, while the fault lasted. */
    ROLE_CHANGES(false),
    /** From the fault until a partner was known again; only where there are agents. */
    PARTNER_AGAIN(true),
    /** From the fault's end until the site was well. */
    RECOVERY(true);

    private final boolean duration;

    Measure(boolean duration) {
        this.duration = duration;
    }

    /** Of several runs, durations are judged by their median, and counts by the worst. */
    boolean isDuration() {
        return duration;
    }

    /** Whether it is about data: that is judged however busy the computer was. */
    boolean isSafety() {
        return this == LOST || this == DOUBLED || this == STALE_READS;
    }

    /** As in site.yaml and in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A value as a person reads it. */
    public String words(long value) {
        return duration ? seconds(Duration.ofMillis(value)) : Long.toString(value);
    }

    private static String seconds(Duration value) {
        return String.format(Locale.ROOT, "%.2f s", value.toMillis() / 1000.0);
    }
}
