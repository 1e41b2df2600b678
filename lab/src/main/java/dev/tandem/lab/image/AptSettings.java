package dev.tandem.lab.image;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What this computer's apt knows about reaching its mirrors: proxies, certificates, mirrors that lag behind. */
final class AptSettings {
    /** apt.conf(5); the values are apt's own and pass unchanged. */
    private static final Pattern ABOUT_REACHING = Pattern.compile(
            "Acquire::(?:https?::.+|Check-Valid-Until|Check-Date|Max-ValidTime|Min-ValidTime|Retries|ForceIPv[46])"
                    + " \".+\";");

    private AptSettings() {}

    /** Picks those lines out of what `apt-config dump` prints, as text for an apt.conf. */
    static String from(String dump) {
        return dump.lines()
                .filter(line -> ABOUT_REACHING.matcher(line).matches())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
