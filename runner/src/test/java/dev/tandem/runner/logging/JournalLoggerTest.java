package dev.tandem.runner.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.protocol.logging.JournalLogger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JournalLoggerTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JournalLogger logger =
            new JournalLogger("shop", Level.INFO, new PrintStream(written, true, StandardCharsets.UTF_8));

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachLevelHasItsSyslogPriority() {
        logger.log(Level.ERROR, "a");
        logger.log(Level.WARNING, "b");
        logger.log(Level.INFO, "c");
        assertThat(text()).isEqualTo("<3>shop a\n<4>shop b\n<6>shop c\n");
    }

    @Test
    void whatIsBelowTheLowestLevelIsNotWritten() {
        logger.log(Level.DEBUG, "a");
        assertThat(text()).isEmpty();
        assertThat(logger.isLoggable(Level.OFF)).isFalse();
    }

    @Test
    void everyLineOfAStackTraceHasThePriority() {
        logger.log(Level.ERROR, "a", new IllegalStateException("first\nsecond"));
        assertThat(text().lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<3>"));
        assertThat(text()).contains("<3>second\n");
    }

    @Test
    void parametersAreFilledInAndTextThatIsNoPatternStays() {
        logger.log(Level.INFO, "{0} of {1}", "a", "b");
        logger.log(Level.INFO, "{broken", "a");
        logger.log(Level.INFO, "it''s");
        assertThat(text()).isEqualTo("<6>shop a of b\n<6>shop {broken\n<6>shop it''s\n");
    }

    @Test
    void theLongestNameDecidesTheLowestLevel() {
        assertThat(JournalLoggerFinder.lowest("shop")).isEqualTo(Level.INFO);
        assertThat(JournalLoggerFinder.lowest("org.eclipse.jetty.server.Server"))
                .isEqualTo(Level.WARNING);
        assertThat(JournalLoggerFinder.lowest("org.eclipse.jetty.ee11.servlet.ServletChannel"))
                .isEqualTo(Level.OFF);
    }

    @Test
    void libraryLoggersLeadToTheSystemLogger() {
        assertThat(System.getLogger("shop")).isInstanceOf(JournalLogger.class);
        var library = org.slf4j.LoggerFactory.getLogger("com.zaxxer.hikari.pool.HikariPool");
        assertThat(library.isInfoEnabled()).isFalse();
        assertThat(library.isWarnEnabled()).isTrue();
    }
}
