package dev.tandem.control.model.yaml.kind;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What was read for the keys of one section. */
public final class Values {
    private final Map<String, Object> byName = new HashMap<>();

    <T> void put(Key<T> key, T value) {
        byName.put(key.name(), Objects.requireNonNull(value));
    }

    /** The value of a key that the section declares. */
    @SuppressWarnings("unchecked") // put() is the only way in and has tied the value's type to the key's.
    public <T> T get(Key<T> key) {
        return (T)
                Objects.requireNonNull(byName.get(key.name()), () -> key.name() + " is not among the section's keys");
    }
}
