package dev.tandem.lab.cli;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What a site costs while nobody uses it, and what a request costs.
 *
 * @param schema the form of this document; a number that rises when a key changes its meaning
 * @param seconds for which nobody used it
 * @param percent of one processor, of all the site's machines
 * @param kernelThreadsPercent of one processor, of this computer's kernel threads, whomever they worked for
 * @param restPercent of one processor, of what is none of the lab: the quieter, the better the measurement
 */
@Json
record IdleReport(
        int schema,
        String site,
        double seconds,
        double percent,
        double kernelThreadsPercent,
        double restPercent,
        List<Program> programs,
        List<Load> load) {
    /** One program on one machine, idle. Shared memory counts in full for resident, in part for proportional. */
    @Json
    record Program(
            String program, String machine, double percent, long residentMebibytes, long proportionalMebibytes) {}

    /**
     * One kind of request through the site.
     *
     * @param requests that were answered
     * @param failed of them
     */
    @Json
    record Load(String request, long requests, long failed, List<Cost> costs) {}

    /** Processor time of one program on one machine for one request; what it does anyway is in it. */
    @Json
    record Cost(String program, String machine, double microseconds) {}
}
