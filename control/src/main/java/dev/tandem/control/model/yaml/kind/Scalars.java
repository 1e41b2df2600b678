package dev.tandem.control.model.yaml.kind;

import dev.tandem.control.model.ByteSize;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Ipv4Network;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of single values that more than one section uses. */
public final class Scalars {
    public static final Pattern NOT_EMPTY = Pattern.compile("[\\s\\S]*\\S[\\s\\S]*");

    private static final Pattern DURATION = Pattern.compile("(0|[1-9]\\d{0,5})(ms|s|m|h|d)");
    private static final Pattern WHOLE_SECONDS = Pattern.compile("(0|[1-9]\\d{0,5})(s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d{0,8}");

    private Scalars() {}

    public static Scalar<DomainName> domainName() {
        return Scalar.text("a domain name such as foobar.com", DomainName.FORM, DomainName::new);
    }

    public static Scalar<Ipv4Address> address() {
        return Scalar.text("an IPv4 address such as 10.80.0.11", Ipv4Address.FORM, Ipv4Address::parse);
    }

    public static Scalar<Ipv4Network> network() {
        return Scalar.text("a network such as 203.0.113.0/24", Ipv4Network.FORM, Ipv4Network::parse);
    }

    /** Text that the check lets pass. */
    public static Scalar<String> checked(String noun, Pattern pattern, Consumer<String> check) {
        return Scalar.text(noun, pattern, text -> {
            check.accept(text);
            return text;
        });
    }

    public static Scalar<Integer> whole(int least, int most) {
        String noun = "a whole number from " + least + " to " + most;
        return new Scalar<>(
                noun,
                Scalar.Form.WHOLE,
                text -> {
                    int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
                    if (value < least || value > most) {
                        throw new IllegalArgumentException("'" + text + "' is not " + noun);
                    }
                    return value;
                },
                Map.of("minimum", least, "maximum", most));
    }

    public static Scalar<Duration> duration(String least, String most) {
        String noun = "a duration from " + least + " to " + most + ", such as 500ms, 5s or 2m";
        return Scalar.text(noun, DURATION, text -> within(DURATION, noun, text, least, most));
    }

    /** For products that count in seconds. */
    public static Scalar<Duration> seconds(String least, String most) {
        String noun = "a duration in whole seconds from " + least + " to " + most + ", such as 5s, 2m or 1h";
        return Scalar.text(noun, WHOLE_SECONDS, text -> within(WHOLE_SECONDS, noun, text, least, most));
    }

    /** {@link #seconds}, or none at all. */
    public static Scalar<Duration> secondsOrNone(String least, String most) {
        String noun = "0s or a duration in whole seconds from " + least + " to " + most + ", such as 5s, 2m or 1h";
        return Scalar.text(
                noun,
                WHOLE_SECONDS,
                text -> text.equals("0s") ? Duration.ZERO : within(WHOLE_SECONDS, noun, text, least, most));
    }

    public static Scalar<ByteSize> size(String least, String most) {
        String noun = "a size from " + least + " to " + most + ", such as 64K, 256M or 2G";
        return Scalar.text(noun, ByteSize.FORM, text -> {
            boolean known = ByteSize.FORM.matcher(text).matches();
            long bytes = known ? ByteSize.parse(text).bytes() : -1;
            if (bytes < ByteSize.parse(least).bytes()
                    || bytes > ByteSize.parse(most).bytes()) {
                throw new IllegalArgumentException("'" + text + "' is not " + noun);
            }
            return new ByteSize(bytes);
        });
    }

    private static Duration within(Pattern form, String noun, String text, String least, String most) {
        if (!form.matcher(text).matches()
                || parse(text).compareTo(parse(least)) < 0
                || parse(text).compareTo(parse(most)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not " + noun);
        }
        return parse(text);
    }

    private static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
