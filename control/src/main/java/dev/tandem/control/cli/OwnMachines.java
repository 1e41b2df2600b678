package dev.tandem.control.cli;

import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.recovery.Belonging;
import dev.tandem.control.recovery.FirstLook;
import dev.tandem.control.recovery.Holdings;
import dev.tandem.control.recovery.MachineMark;
import dev.tandem.control.recovery.MarkedSite;
import dev.tandem.control.vault.Vault;
import dev.tandem.control.vault.VaultException;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sees that machines belong to the site that the vault made, before anything is made or changed. */
public final class OwnMachines {
    private OwnMachines() {}

    /**
     * Looks at every machine; one that cannot be asked is left to who needs it, unless the vault is empty: then nobody knows whether it is to
     * be made or was lost.
     *
     * @param takenOver machines that may be another site's
     * @throws CommandFailure when another machine is another site's, with what to do; nothing was touched then
     */
    static void require(Workplace workplace, List<String> takenOver) {
        requireNames(workplace, "--take-over", takenOver);
        FirstLook look = look(workplace);
        requireOurs(workplace, look, takenOver);
        if (workplace.vault().isEmpty()) {
            requireKnown(look);
        }
    }

    /**
     * The same for who goes on only when every machine answers: each must be known, and the vault must have what is in use on ours. The first
     * look may have reached nobody, as over a network that was just coming up. Throws as {@link #require} does.
     */
    public static void requireAll(Workplace workplace, List<String> takenOver) {
        FirstLook look = look(workplace);
        requireOurs(workplace, look, takenOver);
        requireKnown(look);
        requireSecrets(workplace, lacking(workplace), look);
    }

    private static void requireOurs(Workplace workplace, FirstLook look, List<String> takenOver) {
        requireRecovered(workplace);
        Map<MachineName, MachineMark> strangers = new LinkedHashMap<>(look.strangers());
        strangers.keySet().removeIf(name -> takenOver.contains(name.value()));
        if (!strangers.isEmpty()) {
            throw refusal(sentences(workplace, look, strangers));
        }
    }

    private static void requireKnown(FirstLook look) {
        if (!look.silent().isEmpty()) {
            throw new CommandFailure(
                    Exit.FAILED,
                    "Nothing was touched: whose these machines are is not known.\n  "
                            + String.join("\n  ", look.silent().values())
                            + "\nNext: when every machine answers, this again");
        }
    }

    /** Throws CommandFailure while the vault is half recovered: what it does not have yet must not be made anew. */
    static void requireRecovered(Workplace workplace) {
        if (workplace.vault().identity().recovering().isPresent()) {
            throw refusal(halfRecovered(workplace) + ", which goes on");
        }
    }

    /**
     * Throws CommandFailure when the vault lacks a secret that one of its machines uses: a new value would be set on one machine after the other.
     * What is on no machine is new in site.yaml, and is made. Machines are only asked when the vault lacks something.
     */
    static void requireSecrets(Workplace workplace) {
        List<SecretName> lacking = lacking(workplace);
        if (!lacking.isEmpty()) {
            requireSecrets(workplace, lacking, look(workplace));
        }
    }

    private static void requireSecrets(Workplace workplace, List<SecretName> lacking, FirstLook look) {
        List<MachineName> ours = look.all(Belonging.Ours.class);
        if (lacking.isEmpty() || ours.isEmpty()) {
            return;
        }
        String lost = Holdings.read(workplace.fleet(), ours, workplace.site(), workplace.outline()).secrets().stream()
                .filter(secret -> lacking.contains(secret.name()))
                .filter(secret -> secret.value().isPresent())
                .map(secret -> secret.name().value())
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            throw refusal("the vault " + workplace.vault().directory() + " lacks what its machines use: " + lost
                    + ". Next: bring it back from a copy. Without a copy: " + recover(workplace)
                    + ", which reads it from the machines");
        }
    }

    /** The secrets that the site needs and the vault does not have: new ones, or lost ones. */
    public static List<SecretName> lacking(Workplace workplace) {
        return workplace.vault().lacking(SecretName.neededBy(workplace.site()));
    }

    private static CommandFailure refusal(String why) {
        return new CommandFailure(Exit.REFUSED, "Refused; nothing was touched: " + why);
    }

    private static String halfRecovered(Workplace workplace) {
        return "the vault " + workplace.vault().directory() + " is half recovered. Next: " + recover(workplace);
    }

    public static FirstLook look(Workplace workplace) {
        return FirstLook.at(workplace.fleet(), workplace.machineNames(), workplace.vault());
    }

    /** That machines are another site's, or the vault cannot be read, as status tells it; nothing when all is as it should be. */
    public static List<String> troubles(Workplace workplace) {
        try {
            return workplace.vault().identity().recovering().isPresent()
                    ? List.of(halfRecovered(workplace))
                    : ofStrangers(workplace, look(workplace).strangers());
        } catch (VaultException e) {
            // The machines' own state is known without the vault.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> ofStrangers(Workplace workplace, Map<MachineName, MachineMark> strangers) {
        return MarkedSite.of(strangers).stream()
                .map(site -> names(site.machines().keySet()) + ": "
                        + site.name().map(name -> "of " + name + ", ").orElse("") + "identity " + site.identity()
                        + ", which this vault did not make. Next: tandem plan --on "
                        + workplace.place().word() + ", which says what can be done")
                .toList();
    }

    /** Throws CommandFailure when an option names a machine that there is not. */
    public static void requireNames(Workplace workplace, String option, List<String> words) {
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
        List<String> lines = new ArrayList<>();
        lines.add("this vault did not make what is on these machines.");
        lines.addAll(ofMachines(strangers));
        lines.add("  " + ofVault(workplace.vault(), strangers));
        lines.addAll(next(workplace, look, strangers));
        return String.join("\n", lines);
    }

    /** A line for each site that machines belong to. */
    public static List<String> ofMachines(Map<MachineName, MachineMark> strangers) {
        return MarkedSite.of(strangers).stream()
                .map(site -> "  " + names(site.machines().keySet()) + ": "
                        + site.name().map(name -> name + ", ").orElse("") + "identity " + site.identity())
                .toList();
    }

    private static String ofVault(Vault vault, Map<MachineName, MachineMark> strangers) {
        if (vault.isEmpty()) {
            return "The vault " + vault.directory() + " is empty.";
        }
        if (haveIdentityOf(vault, strangers)) {
            return "The vault " + vault.directory()
                    + " is of the same identity, but no machine accepts what it signs: it is"
                    + " an older copy or half a copy of the site's, or took the machines over and was interrupted.";
        }
        return "The vault " + vault.directory() + " is of "
                + vault.identity()
                        .value()
                        .map(identity -> "identity " + identity)
                        .orElse("another site") + ".";
    }

    private static boolean haveIdentityOf(Vault vault, Map<MachineName, MachineMark> machines) {
        return vault.identity().value().isPresent()
                && MarkedSite.of(machines).stream()
                        .anyMatch(site -> vault.identity().value().equals(Optional.of(site.identity())));
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
        // Those too that were named already: typed as it stands, it must go through.
        String takeOver = takeOver(look.strangers());
        lines.add((haveIdentityOf(workplace.vault(), strangers)
                        ? "To go on with that, or to take the machines"
                        : "To take the machines")
                + " all the same and overwrite what is on them: tandem plan --on " + place + takeOver
                + "; tandem apply --on " + place + takeOver);
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

    public static String names(Collection<MachineName> names) {
        return names.stream().map(MachineName::value).collect(Collectors.joining(", "));
    }
}
