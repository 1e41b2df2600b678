package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.VirtualAddress;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.FileName;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.ListOf;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code virtual-address}. */
final class VirtualAddressSection extends Section<VirtualAddress> {
    private static final Duration TAKE_BACK = Duration.ofMinutes(1);

    /** How an address moves. */
    private enum Method {
        VRRP,
        HOOK
    }

    private static final Key<List<Ipv4Address>> ADDRESSES = Key.needed(
            "addresses",
            new ListOf<>("a list of addresses such as [10.80.0.10]", Scalars.address(), 1),
            "[10.80.0.10]",
            "One address, or as many as there are balancers, each at home on another one.");
    private static final Key<Duration> TAKE_BACK_AFTER = Key.optional(
            "take-back",
            Scalars.seconds("0s", "1000s"),
            "1m",
            "With several addresses: how long a balancer that came back waits until it takes its own.");
    private static final Key<Method> METHOD = Key.optional(
            "method",
            Choice.of(Method.values(), method -> method == Method.VRRP ? "vrrp" : "hook"),
            "vrrp",
            "How an address moves: by ARP in the machines' network, or by a hook of yours.");
    private static final Key<Optional<Path>> HOOK = Key.optional(
            "hook",
            new FileName("a script such as bin/move-address").orNull(),
            "null",
            "With method hook: the script that a balancer runs when it becomes the owner of an address.");
    private static final Key<Optional<Path>> TOKEN = Key.optional(
            "token",
            new FileName("a file such as secrets/cloud-token").orNull(),
            "null",
            "With method hook: a file with the secret that the script needs.");

    /** What a file means that says one address and nothing else. */
    static VirtualAddress only(Ipv4Address address) {
        return new VirtualAddress(List.of(address), TAKE_BACK, Optional.empty());
    }

    @Override
    public List<Key<?>> keys() {
        return List.of(ADDRESSES, TAKE_BACK_AFTER, METHOD, HOOK, TOKEN);
    }

    @Override
    protected VirtualAddress build(Values values) {
        Optional<Path> program = values.get(HOOK);
        Optional<Path> token = values.get(TOKEN);
        if (values.get(METHOD) == Method.HOOK && program.isEmpty()) {
            throw new IllegalArgumentException("'method: hook' needs a script; add 'hook: bin/move-address'");
        }
        if (values.get(METHOD) == Method.VRRP && (program.isPresent() || token.isPresent())) {
            throw new IllegalArgumentException(
                    "a hook and its token are used with 'method: hook' only, and the method is vrrp");
        }
        return new VirtualAddress(
                values.get(ADDRESSES),
                values.get(TAKE_BACK_AFTER),
                program.map(script -> new VirtualAddress.Hook(script, token)));
    }
}
