package dev.tandem.control.state.desired;

import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.Link;
import dev.tandem.control.state.ManagedFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One product's part on one machine: the unit of a safe change. Its files are written beside, checked together, swapped,
 * its units reloaded or restarted, and verified; when that fails the old files come back.
 *
 * @param name unique on its machine, for instance {@code nginx}
 * @param items in the order in which they are made true
 * @param checks run on the new files before any of them replaces an old one
 * @param verifications what must hold when the component is in place
 * @param guarded whether its files could shut the command line out: then the machine itself goes back to the old ones, unless
 *     it is reached by a new connection soon
 * @param rotation how to take the machine out of service around something disruptive, where that is possible
 */
public record Component(
        String name,
        Stage stage,
        List<Item> items,
        List<Check> checks,
        List<Verification> verifications,
        boolean guarded,
        Optional<Rotation> rotation) {
    public Component {
        items = List.copyOf(items);
        checks = List.copyOf(checks);
        verifications = List.copyOf(verifications);
    }

    /** A component that cannot shut anybody out. */
    public Component(
            String name,
            Stage stage,
            List<Item> items,
            List<Check> checks,
            List<Verification> verifications,
            Optional<Rotation> rotation) {
        this(name, stage, items, checks, verifications, false, rotation);
    }

    /** A component that has neither a checker nor a service to verify. */
    public Component(String name, Stage stage, List<? extends Item> items) {
        this(name, stage, List.copyOf(items), List.of(), List.of(), Optional.empty());
    }

    public <T extends Item> Stream<T> items(Class<T> kind) {
        return items.stream().filter(kind::isInstance).map(kind::cast);
    }

    /**
     * A fingerprint of everything in this component that has at least the given effect. A running service remembers the one
     * it was last started with, so that an apply that was cut off between swap and reload is noticed and finished.
     */
    public String fingerprint(Effect effect) {
        MessageDigest digest = sha256();
        items(ManagedFile.class)
                .filter(file -> file.effect() == effect)
                .forEach(file ->
                        add(digest, file.path().value(), file.ownership().toString(), file.content()));
        items(Link.class)
                .filter(link -> link.effect() == effect)
                .forEach(link -> add(digest, link.path().value(), link.target()));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** The SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void add(MessageDigest digest, String... parts) {
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length keeps two neighbouring parts from passing for one.
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
