package dev.tandem.control.cli;

import dev.tandem.control.recovery.Belonging;
import dev.tandem.control.recovery.FirstLook;
import dev.tandem.control.recovery.MachineMark;
import dev.tandem.control.recovery.MarkedSite;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sees that machines belong to the site that the vault made, before anything is made or changed. */
final class OwnMachines {
    private OwnMachines() {}

    /**
     * Looks at every machine; one that cannot be asked is left to who needs it.
     *
     * @param takenOver machines that may be another site's
     * @throws CommandFailure when another machine is another site's, with what to do; nothing was touched then
     */
    static void require(Workplace workplace, List<String> takenOver) {
        requireNames(workplace, "--take-over", takenOver);
        FirstLook look = look(workplace);
        Map<MachineName, MachineMark> strangers = new LinkedHashMap<>(look.strangers());
        strangers.keySet().removeIf(name -> takenOver.contains(name.value()));
        boolean halfRecovered = workplace.vault().identity().recovering().isPresent();
        if (!strangers.isEmpty() || halfRecovered) {
            throw new CommandFailure(
                    Exit.REFUSED, "Refused; nothing was touched: " + sentences(workplace, look, strangers));
        }
    }

    static FirstLook look(Workplace workplace) {
        return FirstLook.at(workplace.fleet(), workplace.machineNames(), workplace.vault());
    }

    /** That machines are another site's, as status tells it; nothing when all is as it should be. */
    static List<String> troubles(Workplace workplace) {
        Vault vault = workplace.vault();
        Map<MachineName, MachineMark> strangers = look(workplace).strangers();
        if (vault.identity().recovering().isPresent()) {
            return List.of("the vault " + vault.directory() + " is half recovered. Next: " + recover(workplace));
        }
        return MarkedSite.of(strangers).stream()
                .map(site -> names(site.machines().keySet()) + ": "
                        + site.name().map(name -> "of " + name + ", ").orElse("") + "identity " + site.identity()
                        + ", which this vault did not make. Next: tandem plan --on "
                        + workplace.place().word() + ", which says what can be done")
                .toList();
    }

    /** Throws CommandFailure when an option names a machine that there is not. */
    static void requireNames(Workplace workplace, String option, List<String> words) {
        List<String> known =
                workplace.machineNames().stream().map(MachineName::value).toList();
        words.stream().filter(word -> !known.contains(word)).findFirst().ifPresent(word -> {
            throw new CommandFailure(
                    Exit.USAGE,
                    option + " " + word + ": there is no such machine; there are " + String.join(", ", known));
        });
    }

    /** What is wrong, in the lines that follow "Refused". */
    private static String sentences(Workplace workplace, FirstLook look, Map<MachineName, MachineMark> strangers) {
        Vault vault = workplace.vault();
        if (vault.identity().recovering().isPresent()) {
            return "the vault " + vault.directory() + " is half recovered. Next: " + recover(workplace)
                    + ", which goes on";
        }
        List<String> lines = new ArrayList<>();
        lines.add("this vault did not make what is on these machines.");
        lines.addAll(ofMachines(strangers));
        lines.add("  " + ofVault(vault, strangers));
        lines.addAll(next(workplace, look, strangers));
        return String.join("\n", lines);
    }

    /** A line for each site that machines belong to. */
    static List<String> ofMachines(Map<MachineName, MachineMark> strangers) {
        return MarkedSite.of(strangers).stream()
                .map(site -> "  " + names(site.machines().keySet()) + ": "
                        + site.name().map(name -> name + ", ").orElse("") + "identity " + site.identity())
                .toList();
    }

    private static String ofVault(Vault vault, Map<MachineName, MachineMark> strangers) {
        if (vault.isEmpty()) {
            return "The vault " + vault.directory() + " is empty.";
        }
        if (vault.identity().value().isPresent()
                && MarkedSite.of(strangers).stream()
                        .anyMatch(site -> vault.identity().value().equals(Optional.of(site.identity())))) {
            return "The vault " + vault.directory()
                    + " is an older copy of the site's: no machine accepts what it signs.";
        }
        return "The vault " + vault.directory() + " is of "
                + vault.identity()
                        .value()
                        .map(identity -> "identity " + identity)
                        .orElse("another site") + ".";
    }

    private static List<String> next(Workplace workplace, FirstLook look, Map<MachineName, MachineMark> strangers) {
        List<String> lines = new ArrayList<>();
        String place = workplace.place().word();
        boolean all = look.all(Belonging.Ours.class).isEmpty();
        if (all && isThisSites(workplace, strangers)) {
            lines.add("Next: bring the site's own .tandem/" + workplace.place().folder()
                    + " back from a copy. Without a copy: " + recover(workplace)
                    + ", which makes a vault of what the machines hold");
        } else {
            lines.add("Next: see whether the addresses in site.yaml are the right ones");
        }
        lines.add("To take the machines all the same and overwrite what is on them: tandem plan --on " + place
                + takeOver(strangers) + "; tandem apply --on " + place + takeOver(strangers));
        return lines;
    }

    /** One site, and not one that is called otherwise. */
    private static boolean isThisSites(Workplace workplace, Map<MachineName, MachineMark> strangers) {
        List<MarkedSite> sites = MarkedSite.of(strangers);
        return sites.size() == 1
                && sites.getFirst()
                        .name()
                        .filter(name -> !name.equals(workplace.site().name().value()))
                        .isEmpty();
    }

    private static String takeOver(Map<MachineName, MachineMark> strangers) {
        return " --take-over "
                + strangers.keySet().stream().map(MachineName::value).collect(Collectors.joining(","));
    }

    static String recover(Workplace workplace) {
        return "tandem vault recover --on " + workplace.place().word();
    }

    static String names(Collection<MachineName> names) {
        return names.stream().map(MachineName::value).collect(Collectors.joining(", "));
    }
}
