package dev.tandem.control.rules;

import dev.tandem.control.model.DnsRecord;
import dev.tandem.control.model.Site;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The extra records of the zone contradict neither each other nor those that Tandem makes. */
final class RecordsAgree implements Rule {
    private static final int LONGEST_NAME = 253;

    @Override
    public List<Breach> check(Site site) {
        Set<String> made = namesOfTandem(site);
        List<Breach> breaches = new ArrayList<>();
        List<DnsRecord> records = site.dns().records();
        for (int index = 0; index < records.size(); index++) {
            DnsRecord record = records.get(index);
            String path = "dns.records[" + index + "].name";
            if (made.contains(record.name())) {
                checkBesideTandem(record, path, breaches);
            } else if (record.type() == DnsRecord.Type.CNAME) {
                checkAlone(records, index, path, breaches);
            }
            checkWholeName(record, site, path, breaches);
        }
        return breaches;
    }

    private static Set<String> namesOfTandem(Site site) {
        Set<String> names = new HashSet<>(Set.of("@"));
        String ending = "." + site.domain();
        if (site.name().value().endsWith(ending)) {
            names.add(site.name().value().substring(0, site.name().value().length() - ending.length()));
        }
        for (int number = 1; number <= site.machinesWith(Role.DNS).size(); number++) {
            names.add("ns" + number);
        }
        return names;
    }

    private static void checkBesideTandem(DnsRecord record, String path, List<Breach> breaches) {
        String message = switch (record.type()) {
            case CNAME -> "Tandem makes records for '" + record.name() + "', and a CNAME bears none beside it";
            case A, AAAA -> "Tandem makes the address of '" + record.name() + "'; another would send users elsewhere";
            case CAA, MX, SRV, TXT -> "";
        };
        if (!message.isEmpty()) {
            breaches.add(Breach.error(path, message)
                    .restingOn("name", "domain", "machines.*.roles", path.replace(".name", ".type")));
        }
    }

    /** A CNAME is its name's only record (RFC 1034, 3.6.2). */
    private static void checkAlone(List<DnsRecord> records, int index, String path, List<Breach> breaches) {
        for (int other = 0; other < records.size(); other++) {
            boolean isSaidThere = other > index && records.get(other).type() == DnsRecord.Type.CNAME;
            if (other != index
                    && !isSaidThere
                    && records.get(other).name().equals(records.get(index).name())) {
                String there = "dns.records[" + other + "]";
                String message = "a CNAME is its name's only record, but " + there + " is of '"
                        + records.get(index).name() + "' too";
                breaches.add(Breach.error(path, message).restingOn(there, path.replace(".name", ".type")));
            }
        }
    }

    private static void checkWholeName(DnsRecord record, Site site, String path, List<Breach> breaches) {
        String whole = record.name() + "." + site.domain();
        if (whole.length() > LONGEST_NAME) {
            breaches.add(Breach.error(path, "with the domain a name has at most " + LONGEST_NAME + " characters")
                    .restingOn("domain"));
        }
        String ending = "." + site.domain();
        if (record.name().endsWith(ending)) {
            String meant = record.name().substring(0, record.name().length() - ending.length());
            breaches.add(Breach.warning(path, "the domain is added to a name, so this is " + whole)
                    .suggesting(meant)
                    .restingOn("domain"));
        }
    }
}
