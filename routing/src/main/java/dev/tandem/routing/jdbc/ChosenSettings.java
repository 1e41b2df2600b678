package dev.tandem.routing.jdbc;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application has set on its connection, for whichever physical one is used next. */
public final class ChosenSettings {
    private final Map<Setting, @Nullable Object> chosen = new EnumMap<>(Setting.class);

    public boolean readOnly() {
        return Boolean.TRUE.equals(chosen.get(Setting.READ_ONLY));
    }

    public boolean autoCommit() {
        return !Boolean.FALSE.equals(chosen.get(Setting.AUTO_COMMIT));
    }

    /** Null where nothing was set. */
    @Nullable
    public Object get(Setting setting) {
        return chosen.get(setting);
    }

    public void set(Setting setting, @Nullable Object value) {
        chosen.put(setting, value);
    }

    /** All that was set; more of it when more is set. */
    public Map<Setting, @Nullable Object> all() {
        return Collections.unmodifiableMap(chosen);
    }
}
