package dev.tandem.control.recovery;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A secret as machines hold it.
 *
 * @param value the one that goes on to be used; none when no machine that answered holds one
 * @param other one that goes on to be accepted besides: machines differ while it is being replaced
 * @param machines that hold one of these
 * @param apart machines that use a third value, which is lost
 */
public record HeldSecret(
        SecretName name,
        Optional<Secret> value,
        Optional<Secret> other,
        List<MachineName> machines,
        List<MachineName> apart) {
    public HeldSecret {
        machines = List.copyOf(machines);
        apart = List.copyOf(apart);
    }

    /**
     * What one machine holds.
     *
     * @param besides what it accepts besides
     */
    record Held(MachineName machine, String inUse, Optional<String> besides) {}

    /**
     * Chooses. In the middle of a replacement both values are accepted wherever secrets are checked, so it matters only that both stay known: the
     * one that most machines use is in use, of equally many the first machine's, and of the others the one that most machines hold is accepted
     * besides. Pure.
     *
     * @param held by machines in the order of the site's file
     */
    static HeldSecret of(SecretName name, List<Held> held) {
        List<String> used = byFrequency(held.stream().map(Held::inUse));
        if (used.isEmpty()) {
            return new HeldSecret(name, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        String value = used.getFirst();
        // What a machine uses comes before what it only accepts: the first would be refused without it.
        List<String> besides = new ArrayList<>(used.subList(1, used.size()));
        besides.addAll(byFrequency(held.stream().flatMap(each -> each.besides().stream())));
        Optional<String> other =
                besides.stream().filter(each -> !each.equals(value)).findFirst();
        return new HeldSecret(
                name,
                Optional.of(new Secret(value)),
                other.map(Secret::new),
                held.stream().map(Held::machine).toList(),
                held.stream()
                        .filter(each -> !each.inUse().equals(value)
                                && !Optional.of(each.inUse()).equals(other))
                        .map(Held::machine)
                        .toList());
    }

    /** Each once, the most frequent first; of equally frequent ones the first that came. */
    private static List<String> byFrequency(Stream<String> values) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
