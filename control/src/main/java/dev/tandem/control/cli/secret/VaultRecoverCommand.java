package dev.tandem.control.cli.secret;

import dev.tandem.control.cli.CommandFailure;
import dev.tandem.control.cli.Exit;
import dev.tandem.control.cli.HookFiles;
import dev.tandem.control.cli.OwnMachines;
import dev.tandem.control.cli.SiteCommand;
import dev.tandem.control.cli.Talk;
import dev.tandem.control.cli.Workplace;
import dev.tandem.control.cli.YesOption;
import dev.tandem.control.cli.applying.Applying;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.operate.SiteLock;
import dev.tandem.control.recovery.Belonging;
import dev.tandem.control.recovery.FirstLook;
import dev.tandem.control.recovery.HeldSecret;
import dev.tandem.control.recovery.Holdings;
import dev.tandem.control.recovery.MarkedSite;
import dev.tandem.control.render.MoveHook;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.control.vault.Restoring;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.Role;
import java.nio.file.Path;
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
            "new ones take the place with the next 'tandem apply', without a failed request. A vault that is this site's keeps what",
            "it has, and gets secrets that it lacks; what a vault has of another site is put aside. When it was interrupted, the",
            "same command goes on."
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
        if (isOurs(workplace, look) && OwnMachines.lacking(workplace).isEmpty()) {
            nothingTouched(workplace, talk);
            return Exit.DONE;
        }
        if (!isOurs(workplace, look)) {
            oneSite(workplace, look);
        }
        List<MachineName> asked = machinesToAsk(look);
        try (SiteLock _ = SiteLock.take(workplace.fleet(), asked, Applying.owner())) {
            // Once more: until the lock was taken, somebody else may have replaced what machines accept.
            underLock(workplace, talk, asked, outline);
        }
        HookFiles.missingToken(workplace.site().virtualAddress())
                .flatMap(file -> tokenLine(workplace, asked, file))
                .ifPresent(talk::line);
        return Exit.DONE;
    }

    private void underLock(Workplace workplace, Talk talk, List<MachineName> asked, List<DesiredMachine> outline) {
        FirstLook look = OwnMachines.look(workplace);
        machinesToAsk(look);
        Holdings holdings = Holdings.read(workplace.fleet(), asked, workplace.site(), outline);
        if (isOurs(workplace, look)) {
            complete(workplace, talk, holdings);
            return;
        }
        recover(workplace, talk, oneSite(workplace, look), holdings);
        look.all(Belonging.Nobodys.class)
                .forEach(name -> talk.line(name + " holds nothing of the site: the next apply makes it anew."));
        talk.line(next(workplace));
    }

    private static void nothingTouched(Workplace workplace, Talk talk) {
        talk.good("The vault " + workplace.vault().directory()
                + " is this site's; nothing was touched. Next: tandem plan --on "
                + workplace.place().word());
    }

    private static String next(Workplace workplace) {
        String place = workplace.place().word();
        return "Next: tandem plan --on " + place + "; tandem apply --on " + place;
    }

    /** It is the admin's file, and where it was it may have been written for him alone: he puts it there again. */
    private static Optional<String> tokenLine(Workplace workplace, List<MachineName> asked, Path file) {
        return workplace.site().machines().stream()
                .filter(machine -> machine.roles().contains(Role.BALANCER) && asked.contains(machine.name()))
                .findFirst()
                .map(balancer ->
                        "virtual-address.token: " + file + " does not exist, and without it there is no plan. Next:"
                                + " (umask 077; tandem exec --on "
                                + workplace.place().word() + " " + balancer.name() + " -- cat "
                                + MoveHook.TOKEN + " > " + file + ")");
    }

    /** Gives a vault that is this site's the secrets that it lacks: half of it was lost, or did not come along when it was copied. */
    private static void complete(Workplace workplace, Talk talk, Holdings holdings) {
        List<SecretName> lacking = OwnMachines.lacking(workplace);
        List<HeldSecret> held = holdings.secrets().stream()
                .filter(secret -> lacking.contains(secret.name()))
                .toList();
        held.forEach(secret -> {
            secret.value()
                    .ifPresent(value -> workplace.vault().kept(secret.name()).restore(value, secret.other()));
            lines(secret).forEach(talk::line);
        });
        long found = counted(held);
        if (found == 0) {
            nothingTouched(workplace, talk);
            return;
        }
        talk.good("Recovered into " + workplace.vault().directory() + ": " + found + " of " + held.size()
                + " secrets that it lacked; the rest of it is this site's and was not touched. "
                + Talk.seconds(talk.sinceBegin()));
        talk.line(next(workplace));
    }

    private static long counted(List<HeldSecret> secrets) {
        return secrets.stream().filter(secret -> secret.value().isPresent()).count();
    }

    private static boolean isOurs(Workplace workplace, FirstLook look) {
        return workplace.vault().identity().recovering().isEmpty()
                && look.strangers().isEmpty()
                && !look.all(Belonging.Ours.class).isEmpty();
    }

    /** Throws CommandFailure when machines belong to no site, to several, or to one of another name, or do not agree on its authorities. */
    private static MarkedSite oneSite(Workplace workplace, FirstLook look) {
        List<MarkedSite> sites = MarkedSite.of(look.marked());
        if (sites.isEmpty()) {
            throw new CommandFailure(
                    Exit.REFUSED,
                    "Refused; nothing was touched: no machine that answers holds a site, so there is nothing to recover."
                            + silence(look) + " Next: "
                            + (look.silent().isEmpty()
                                    ? "tandem plan, for a new site"
                                    : "see whether they are up; then this again"));
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
        site.disagreement().ifPresent(words -> {
            throw new CommandFailure(Exit.REFUSED, "Refused; nothing was touched: " + words);
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
                            + "\nNext: when all answer, this again. When they will not soon: the same with --without "
                            + silent.keySet().stream().map(MachineName::value).collect(Collectors.joining(",")));
        }
        return look.machines().keySet().stream()
                .filter(name -> !look.silent().containsKey(name))
                .filter(name -> !without.contains(name.value()))
                .toList();
    }

    private static void recover(Workplace workplace, Talk talk, MarkedSite site, Holdings holdings) {
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
        talk.good("Recovered into " + workplace.vault().directory() + ": identity " + site.identity() + ", "
                + counted(holdings.secrets()) + " of " + holdings.secrets().size() + " secrets, " + keys
                + " certificates with their keys. " + Talk.seconds(talk.sinceBegin()));
        talk.line("The authorities' keys are on no machine: the next apply replaces both, and every certificate.");
        if (workplace.site().tls().acme().isEmpty()) {
            talk.line("Browsers trust the old one alone. After the plan, "
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
