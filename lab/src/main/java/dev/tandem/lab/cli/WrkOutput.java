package dev.tandem.lab.cli;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk measured, read from what it prints with {@code --latency}.
 *
 * @param failed answers that were bad, and connections that failed
 * @param badAnswers of those, the answers that were neither 2xx nor 3xx
 */
record WrkOutput(
        long requests,
        double requestsPerSecond,
        double p50Milliseconds,
        double p99Milliseconds,
        long failed,
        long badAnswers) {
    private static final Pattern REQUESTS = Pattern.compile(" +([0-9]+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern P50 = Pattern.compile(" +50% +([0-9.]+)(us|ms|s|m)");
    private static final Pattern P99 = Pattern.compile(" +99% +([0-9.]+)(us|ms|s|m)");
    private static final Pattern BAD_ANSWERS = Pattern.compile(" +Non-2xx or 3xx responses: ([0-9]+)");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile(" +Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)");

    /** Throws IllegalArgumentException when these are not wrk's words. */
    static WrkOutput read(List<String> lines) {
        String text = String.join("\n", lines) + "\n";
        return new WrkOutput(
                Long.parseLong(find(REQUESTS, text).group(1)),
                Double.parseDouble(find(RATE, text).group(1)),
                milliseconds(find(P50, text)),
                milliseconds(find(P99, text)),
                sum(BAD_ANSWERS, text) + sum(SOCKET_ERRORS, text),
                sum(BAD_ANSWERS, text));
    }

    /** Each figure's own median over several measurements; requests, and those that failed, are added up. */
    static WrkOutput median(List<WrkOutput> outputs) {
        return new WrkOutput(
                outputs.stream().mapToLong(WrkOutput::requests).sum(),
                median(outputs, WrkOutput::requestsPerSecond),
                median(outputs, WrkOutput::p50Milliseconds),
                median(outputs, WrkOutput::p99Milliseconds),
                outputs.stream().mapToLong(WrkOutput::failed).sum(),
                outputs.stream().mapToLong(WrkOutput::badAnswers).sum());
    }

    private static double median(List<WrkOutput> outputs, ToDoubleFunction<WrkOutput> figure) {
        double[] sorted = outputs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("wrk did not print '" + pattern + "':\n" + text);
        }
        return matcher;
    }

    private static double milliseconds(Matcher matcher) {
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1_000;
            case "ms" -> value;
            case "s" -> value * 1_000;
            default -> value * 60_000;
        };
    }

    private static long sum(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        long sum = 0;
        if (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                sum += Long.parseLong(matcher.group(group));
            }
        }
        return sum;
    }
}
