package dev.tandem.control.layout;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The site's secrets. Each is 43 characters of URL-safe Base64 or, for keys, 44 of plain Base64: 32 random bytes. */
public record Secrets(Map<SecretName, Secret> values) {
    public Secrets {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Throws IllegalStateException when there is none of that name: whoever made this record forgot one. */
    public String get(SecretName name) {
        Secret secret = values.get(name);
        if (secret == null) {
            throw new IllegalStateException("no secret named " + name);
        }
        return secret.value();
    }
}
