package dev.tandem.agent;

import dev.tandem.protocol.logging.JournalLogger;
import java.lang.System.Logger.Level;

/** Gives every {@code System.Logger} the journal's format; of libraries, warnings and above. Found by the service loader. */
public final class JournalFinder extends System.LoggerFinder {
    /** For the service loader. */
    public JournalFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        // The driver says of each connection that it ended; whoever used it says what that means.
        Level lowest =
                name.startsWith("agent") ? Level.INFO : name.startsWith("org.mariadb.") ? Level.ERROR : Level.WARNING;
        return new JournalLogger(name, Boolean.getBoolean("tandem.debug") ? Level.DEBUG : lowest, System.out);
    }
}
