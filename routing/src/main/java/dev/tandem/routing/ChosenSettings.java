package dev.tandem.routing;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application has set on its connection, for whichever physical one is used next. */
final class ChosenSettings {
    private final Map<Setting, @Nullable Object> chosen = new EnumMap<>(Setting.class);

    boolean readOnly() {
        return Boolean.TRUE.equals(chosen.get(Setting.READ_ONLY));
    }

    boolean autoCommit() {
        return !Boolean.FALSE.equals(chosen.get(Setting.AUTO_COMMIT));
    }

    /** Null where nothing was set. */
    @Nullable
    Object get(Setting setting) {
        return chosen.get(setting);
    }

    void set(Setting setting, @Nullable Object value) {
        chosen.put(setting, value);
    }

    void applyTo(HeldConnection held) throws SQLException {
        held.apply(chosen);
    }
}
