package dev.tandem.control.cli;

import dev.tandem.control.apply.SiteLock;
import dev.tandem.control.layout.SecretName;
import dev.tandem.control.recovery.Belonging;
import dev.tandem.control.recovery.FirstLook;
import dev.tandem.control.recovery.HeldSecret;
import dev.tandem.control.recovery.Holdings;
import dev.tandem.control.recovery.MarkedSite;
import dev.tandem.control.state.DesiredMachine;
import dev.tandem.control.state.Link;
import dev.tandem.control.vault.Restoring;
import dev.tandem.protocol.MachineName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a vault of what machines hold. */
@Command(
        name = "recover",
        description = {
            "Make a lost vault (.tandem/PLACE) again of what the machines hold, and change nothing on them.",
            "Secrets, keys and the site's identity are read from the machines; of the authorities, whose keys are on no machine,",
            "new ones take the place with the next 'tandem apply', without a failed request. A vault that is this site's is left",
            "as it is; what a vault has of another site is put aside. When it was interrupted, the same command goes on."
        })
final class VaultRecoverCommand extends SiteCommand {
    @Option(
            names = "--without",
            paramLabel = "MACHINE",
            split = ",",
            description =
                    "Do not wait for this machine, which is down: what it alone holds is made anew; several with commas.")
    private List<String> without = List.of();

    @Mixin
    YesOption yes = new YesOption();

    /** It reads machines only, and those of any site. */
    @Override
    protected boolean changesMachines() {
        return false;
    }

    @Override
    protected Exit run(Workplace workplace, Talk talk) {
        OwnMachines.requireNames(workplace, "--without", without);
        List<DesiredMachine> outline = workplace.outline();
        Introductions.make(workplace, talk, yes);
        FirstLook look = OwnMachines.look(workplace);
        if (isOurs(workplace, look)) {
            talk.good("The vault " + workplace.vault().directory()
                    + " is this site's; nothing was touched. Next: tandem plan --on "
                    + workplace.place().word());
            return Exit.DONE;
        }
        MarkedSite site = oneSite(workplace, look);
        List<MachineName> asked = machinesToAsk(look);
        try (SiteLock _ = SiteLock.take(workplace.fleet(), asked, Applying.owner())) {
            recover(workplace, talk, site, asked, outline);
        }
        look.all(Belonging.Nobodys.class)
                .forEach(name -> talk.line(name + " holds nothing of the site: the next apply makes it anew."));
        talk.line("Next: tandem plan --on " + workplace.place().word() + "; tandem apply --on "
                + workplace.place().word());
        return Exit.DONE;
    }

    private static boolean isOurs(Workplace workplace, FirstLook look) {
        return workplace.vault().identity().recovering().isEmpty()
                && look.strangers().isEmpty()
                && !look.all(Belonging.Ours.class).isEmpty();
    }

    /** Throws CommandFailure when machines belong to no site, to several, or to one of another name. */
    private static MarkedSite oneSite(Workplace workplace, FirstLook look) {
        List<MarkedSite> sites = MarkedSite.of(look.marked());
        if (sites.isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: no machine that answers holds a site, so there is nothing to recover."
                            + silence(look) + " Next: "
                            + (look.all(Belonging.Nobodys.class).isEmpty()
                                    ? "see whether they are up; then this again"
                                    : "tandem plan, for a new site"));
        }
        if (sites.size() > 1) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: these machines are not all of one site.\n"
                            + String.join("\n", OwnMachines.ofMachines(look.marked()))
                            + "\nNext: see whether the addresses in site.yaml are the right ones");
        }
        MarkedSite site = sites.getFirst();
        String wanted = workplace.site().name().value();
        site.name().filter(name -> !name.equals(wanted)).ifPresent(name -> {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: the machines are " + name + "'s, and site.yaml says " + wanted
                            + ". Next: the site.yaml of " + name + ", or the addresses of " + wanted);
        });
        return site;
    }

    private static String silence(FirstLook look) {
        return look.silent().values().stream().map(why -> "\n  " + why).collect(Collectors.joining());
    }

    /** Throws CommandFailure when one is silent and was not named: what it alone knows would be thrown away. */
    private List<MachineName> machinesToAsk(FirstLook look) {
        Map<MachineName, String> silent = new LinkedHashMap<>(look.silent());
        silent.keySet().removeIf(name -> without.contains(name.value()));
        if (!silent.isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: not every machine answers, and what is on it may be on no other.\n  "
                            + String.join("\n  ", silent.values())
                            + "\nNext: when it is up, this again. When it will not be soon: the same with --without "
                            + silent.keySet().stream().map(MachineName::value).collect(Collectors.joining(",")));
        }
        return look.machines().keySet().stream()
                .filter(name -> !look.silent().containsKey(name))
                .filter(name -> !without.contains(name.value()))
                .toList();
    }

    private static void recover(
            Workplace workplace, Talk talk, MarkedSite site, List<MachineName> asked, List<DesiredMachine> outline) {
        Holdings holdings = Holdings.read(workplace.fleet(), asked, workplace.site(), outline);
        Restoring restoring = new Restoring(workplace.vault(), site.identity(), site.accepted());
        restoring
                .begin(Instant.now())
                .ifPresent(aside -> talk.line("What the vault had of another site lies in " + aside + "."));
        holdings.secrets().forEach(secret -> {
            secret.value().ifPresent(value -> restoring.secret(secret.name(), value, secret.other()));
            lines(secret).forEach(talk::line);
        });
        long keys = holdings.certificates().entrySet().stream()
                .filter(entry -> restoring.certificate(entry.getKey(), entry.getValue()))
                .count();
        restoring.end();
        long secrets = holdings.secrets().stream()
                .filter(secret -> secret.value().isPresent())
                .count();
        talk.good("Recovered into " + workplace.vault().directory() + ": identity " + site.identity() + ", " + secrets
                + " of " + holdings.secrets().size() + " secrets, " + keys
                + " certificates with their keys. " + Talk.seconds(talk.sinceBegin()));
        talk.line("The authorities' keys are on no machine: the next apply replaces both, and every certificate.");
        if (workplace.site().tls().acme().isEmpty()) {
            talk.line("Browsers trust the old one alone. After tandem plan, "
                    + workplace.vault().authorityCertificate()
                    + " holds the old and the new one: bring it to them before the apply.");
        }
        releases(workplace, holdings).ifPresent(talk::line);
    }

    /** What was found of one secret, and what is to be done. Never a value. */
    private static List<String> lines(HeldSecret secret) {
        String name = String.format(Locale.ROOT, "  %-28s ", secret.name());
        if (secret.value().isEmpty()) {
            return List.of(name + "on no machine that answered: the next apply makes a new one. "
                    + whoIsConcerned(secret.name()));
        }
        String found = name + "from " + OwnMachines.names(secret.machines());
        String two = secret.other().isPresent() && !secret.name().isOfApplication()
                ? "; two values, " + untilThen(secret.name()) + ". Next, after apply: tandem secret rotate "
                        + secret.name() + ", which replaces both"
                : "";
        String lost = secret.apart().isEmpty()
                ? ""
                : "; " + OwnMachines.names(secret.apart()) + " used a third value until now, and gets the other";
        return List.of(found + two + lost);
    }

    /** Knot knows one key of certbot's at a time. */
    private static String untilThen(SecretName name) {
        return name.equals(SecretName.ACME_CHALLENGE)
                ? "of which the apply leaves one; a balancer with the other renews no certificate until then"
                : "both are accepted";
    }

    private static String whoIsConcerned(SecretName name) {
        if (name.isOfApplication()) {
            return "What the application signed with the old one is worthless then.";
        }
        if (name.equals(SecretName.DATABASE_MONITORING)) {
            return "Machines hold a hash of it alone: give the new one to what reads figures with it.";
        }
        return name.equals(SecretName.DATABASE_MIGRATION)
                ? "A migration alone uses it."
                : "What still uses the old one is refused until its turn comes.";
    }

    /** That the files here are not what runs: an apply would bring them. */
    private static Optional<String> releases(Workplace workplace, Holdings holdings) {
        String here = workplace.outline().stream()
                .flatMap(machine -> machine.components().stream())
                .flatMap(component -> component.items(Link.class))
                .filter(link -> link.path().value().equals(workplace.layout().siteFolder() + "/current"))
                .map(link -> link.target().substring(link.target().lastIndexOf('/') + 1))
                .findFirst()
                .orElse("");
        Set<String> others = new TreeSet<>(holdings.releases().values());
        others.remove(here);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("Machines run release " + String.join(" and ", others)
                        + ", and the application's files here are " + here
                        + ", which the next apply would bring: put the right ones here first, if these are not.");
    }
}
