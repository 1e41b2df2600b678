package dev.tandem.control.recovery;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.observe.HeldFiles;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.remote.RemoteException;
import dev.tandem.control.vault.Vault;
import dev.tandem.protocol.MachineName;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose every machine of a site is, seen before anything else is done to them.
 *
 * @param machines in the order of the site's file
 */
public record FirstLook(Map<MachineName, Belonging> machines) {
    private static final String PURPOSE = "see whose machine it is";

    /** What came of asking one machine. */
    private sealed interface Asked {
        record Answered(MachineMark mark) implements Asked {}

        record Silent(String why) implements Asked {}
    }

    public FirstLook {
        machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
    }

    /**
     * Asks all machines at the same time, and changes none. A vault that has no identity yet, and whose authority machines know, takes theirs:
     * another copy of it was there first.
     *
     * @throws dev.tandem.control.vault.VaultException when the vault cannot be read
     * @throws dev.tandem.control.vault.DamagedFileException when a file in it is not what it should be
     */
    public static FirstLook at(Fleet fleet, List<MachineName> names, Vault vault) {
        Map<MachineName, Asked> asked = InParallel.map(names, Function.identity(), name -> ask(fleet, name));
        Set<X509Certificate> known = vault.knownAuthorities();
        if (vault.identity().value().isEmpty() && vault.identity().recovering().isEmpty()) {
            adopted(asked.values(), known).ifPresent(vault.identity()::keep);
        }
        Optional<SiteIdentity> ours = vault.identity().value();
        Map<MachineName, Belonging> machines = new LinkedHashMap<>();
        asked.forEach((name, answer) -> machines.put(
                name,
                switch (answer) {
                    case Asked.Answered(MachineMark mark) -> Belonging.of(mark, ours, known);
                    case Asked.Silent(String why) -> new Belonging.Unknown(why);
                }));
        return new FirstLook(isOutdated(machines.values(), known) ? allOfAnother(machines) : machines);
    }

    /**
     * Whether the vault is a copy from before the authorities were replaced, or half a copy: applied, it would bring certificates that nobody
     * accepts. A single machine that accepts none of them was brought back from an old image, and is ours.
     */
    private static boolean isOutdated(Collection<Belonging> machines, Set<X509Certificate> known) {
        List<MachineMark> ours = machines.stream().flatMap(FirstLook::ours).toList();
        // Of each by itself: an authority for the vote that is made anew would have voters refuse each other in turn.
        return Arrays.stream(Authority.values()).anyMatch(authority -> isUnknown(authority, ours, known));
    }

    private static boolean isUnknown(Authority authority, List<MachineMark> machines, Set<X509Certificate> known) {
        List<List<X509Certificate>> accepted = machines.stream()
                .flatMap(mark -> Stream.ofNullable(mark.accepted().get(authority)))
                .filter(certificates -> !certificates.isEmpty())
                .toList();
        return !accepted.isEmpty()
                && accepted.stream()
                        .noneMatch(certificates -> certificates.stream().anyMatch(known::contains));
    }

    private static Stream<MachineMark> ours(Belonging belonging) {
        return belonging instanceof Belonging.Ours(MachineMark mark) ? Stream.of(mark) : Stream.empty();
    }

    private static Map<MachineName, Belonging> allOfAnother(Map<MachineName, Belonging> machines) {
        Map<MachineName, Belonging> others = new LinkedHashMap<>();
        machines.forEach((name, belonging) -> others.put(
                name,
                belonging instanceof Belonging.Ours(MachineMark mark) ? new Belonging.AnotherSites(mark) : belonging));
        return others;
    }

    private static Asked ask(Fleet fleet, MachineName name) {
        try {
            return new Asked.Answered(
                    MachineMark.read(HeldFiles.read(fleet.machine(name), PURPOSE, MachineMark.files())));
        } catch (RemoteException e) {
            return new Asked.Silent(String.valueOf(e.getMessage()));
        }
    }

    /** The one identity of all machines that know the vault's authority; none when there are several. */
    private static Optional<SiteIdentity> adopted(Collection<Asked> asked, Set<X509Certificate> known) {
        Set<SiteIdentity> identities = asked.stream()
                .filter(Asked.Answered.class::isInstance)
                .map(answer -> ((Asked.Answered) answer).mark())
                .filter(mark -> mark.accepts(known))
                .flatMap(mark -> mark.identity().stream())
                .collect(Collectors.toSet());
        return identities.size() == 1 ? identities.stream().findFirst() : Optional.empty();
    }

    /** The machines of other sites, with what they show. */
    public Map<MachineName, MachineMark> strangers() {
        Map<MachineName, MachineMark> strangers = new LinkedHashMap<>();
        machines.forEach((name, belonging) -> {
            if (belonging instanceof Belonging.AnotherSites(MachineMark mark)) {
                strangers.put(name, mark);
            }
        });
        return strangers;
    }

    /** Every machine that belongs to a site, ours or another, with what it shows. */
    public Map<MachineName, MachineMark> marked() {
        Map<MachineName, MachineMark> marked = new LinkedHashMap<>();
        machines.forEach((name, belonging) -> {
            switch (belonging) {
                case Belonging.Ours(MachineMark mark) -> marked.put(name, mark);
                case Belonging.AnotherSites(MachineMark mark) -> marked.put(name, mark);
                case Belonging.Nobodys(), Belonging.Unknown(String _) -> {}
            }
        });
        return marked;
    }

    /** The machines of one kind. */
    public List<MachineName> all(Class<? extends Belonging> kind) {
        return machines.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Why machines could not be asked, a sentence each. */
    public Map<MachineName, String> silent() {
        Map<MachineName, String> silent = new LinkedHashMap<>();
        machines.forEach((name, belonging) -> {
            if (belonging instanceof Belonging.Unknown(String why)) {
                silent.put(name, why);
            }
        });
        return silent;
    }
}
