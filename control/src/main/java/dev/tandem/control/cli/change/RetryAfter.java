package dev.tandem.control.cli.change;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Reads a duration that users are told to come back after: whole seconds from 1s to 1d, written as in site.yaml. */
final class RetryAfter implements CommandLine.ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new CommandLine.TypeConversionException(
                "'" + text + "' is not a duration from 1s to 24h, such as 30s, 5m or 2h");
    }
}
