package dev.tandem.control.rules;

import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Site;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Each extra record's value has the form of its type, and means what it seems to mean. */
final class RecordValuesAreSound implements Rule {
    private static final String HOST = "(?<host>@|\\.|[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*\\.?)";
    private static final Pattern CNAME = Pattern.compile(HOST);
    private static final Pattern MX = Pattern.compile("(?<n0>\\d{1,5})\\s+" + HOST);
    private static final Pattern SRV =
            Pattern.compile("(?<n0>\\d{1,5})\\s+(?<n1>\\d{1,5})\\s+(?<n2>\\d{1,5})\\s+" + HOST);
    private static final Pattern CAA = Pattern.compile("(?:0|128)\\s+[a-z0-9]+\\s+\"[^\"]*\"");
    private static final Pattern QUOTED = Pattern.compile("\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TXT = Pattern.compile(QUOTED.pattern().replace("?<text>", "?:") + "(?:\\s+"
            + QUOTED.pattern().replace("?<text>", "?:") + ")*");

    /** One string of a TXT record (RFC 1035, 3.3). */
    private static final int LONGEST_TEXT_BYTES = 255;

    @Override
    public List<Breach> check(Site site) {
        List<DnsRecord> records = site.dns().records();
        return IntStream.range(0, records.size())
                .mapToObj(index -> check(records.get(index), "dns.records[" + index + "]", site))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Breach> check(DnsRecord record, String path, Site site) {
        String value = record.value();
        Optional<Breach> breach = switch (record.type()) {
            case A -> formed(isAddress(value), record, path, "192.0.2.25");
            case AAAA -> formed(isAddress6(value), record, path, "2001:db8::25");
            case CNAME -> pointer(CNAME, record, path, "shop.example.net.", site);
            case MX -> pointer(MX, record, path, "10 mail.example.net.", site);
            case SRV -> pointer(SRV, record, path, "10 5 5060 sip.example.net.", site);
            case CAA -> formed(CAA.matcher(value).matches(), record, path, "0 issue \"letsencrypt.org\"");
            case TXT -> text(record, path);
        };
        return breach.map(found -> found.restingOn(path + ".type", "domain"));
    }

    private static Optional<Breach> formed(boolean isFormed, DnsRecord record, String path, String example) {
        if (isFormed) {
            return Optional.empty();
        }
        String message =
                "'" + record.value() + "' is not a value of type " + record.type() + ", such as '" + example + "'";
        return Optional.of(Breach.error(path + ".value", message));
    }

    private static Optional<Breach> pointer(Pattern form, DnsRecord record, String path, String example, Site site) {
        Matcher matcher = form.matcher(record.value());
        if (!matcher.matches() || !numbersFit(matcher)) {
            return formed(false, record, path, example);
        }
        String host = matcher.group("host");
        // The slip that every zone's keeper makes once.
        if (host.indexOf('.') > 0 && !host.endsWith(".")) {
            return Optional.of(Breach.warning(
                            path + ".value",
                            "without a dot at its end, " + host + " means " + host + "." + site.domain())
                    .suggesting(record.value() + "."));
        }
        return Optional.empty();
    }

    private static boolean numbersFit(Matcher matcher) {
        return matcher.namedGroups().keySet().stream()
                .filter(group -> group.startsWith("n"))
                .allMatch(group -> Integer.parseInt(matcher.group(group)) <= 0xffff);
    }

    private static Optional<Breach> text(DnsRecord record, String path) {
        if (!TXT.matcher(record.value()).matches()) {
            boolean isPlain = record.value().indexOf('"') < 0;
            Breach breach =
                    Breach.error(path + ".value", "a text stands in double quotes, which YAML wants in single ones");
            return Optional.of(isPlain ? breach.suggesting("'\"" + record.value() + "\"'") : breach);
        }
        boolean tooLong = QUOTED.matcher(record.value())
                .results()
                .anyMatch(text -> text.group(1).getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT_BYTES);
        return tooLong
                ? Optional.of(Breach.error(
                        path + ".value",
                        "one text has at most " + LONGEST_TEXT_BYTES
                                + " bytes; write a longer one as several, \"...\" \"...\", which readers join"))
                : Optional.empty();
    }

    private static boolean isAddress(String value) {
        try {
            return Ipv4Address.parse(value).toString().equals(value);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static boolean isAddress6(String value) {
        try {
            // ofLiteral asks no DNS; the first check keeps out the scopes and brackets that it also takes.
            return value.matches("[0-9A-Fa-f:.]+")
                    && Inet6Address.ofLiteral(value).getAddress().length > 0;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }
}
