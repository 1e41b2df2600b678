package dev.tandem.control.credentials;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The site's secrets. Each is 43 characters of URL-safe Base64 or, for keys, 44 of plain Base64: 32 random bytes.
 *
 * @param values what each one's users present or sign with
 * @param others of those that are being replaced, a second value that is accepted beside the first: the one that comes until
 *     it is in use everywhere, and then the one that goes
 */
public record Secrets(Map<SecretName, Secret> values, Map<SecretName, Secret> others) {
    public Secrets {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        others = Collections.unmodifiableMap(new TreeMap<>(others));
    }

    /** Secrets of which none is being replaced. */
    public Secrets(Map<SecretName, Secret> values) {
        this(values, Map.of());
    }

    /** Throws IllegalStateException when there is none of that name: whoever made this record forgot one. */
    public String get(SecretName name) {
        Secret secret = values.get(name);
        if (secret == null) {
            throw new IllegalStateException("no secret named " + name);
        }
        return secret.value();
    }

    /** The value that is accepted besides, where there is one. */
    public Optional<String> other(SecretName name) {
        return Optional.ofNullable(others.get(name)).map(Secret::value);
    }

    /** Every value that is accepted, the one in use first. */
    public List<String> accepted(SecretName name) {
        return Stream.concat(Stream.of(get(name)), other(name).stream()).toList();
    }
}
