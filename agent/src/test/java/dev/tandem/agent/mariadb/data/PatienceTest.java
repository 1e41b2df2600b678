package dev.tandem.agent.mariadb.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A machine whose power fails while it sends does not keep its reader for ever. */
@Timeout(20)
class PatienceTest {
    /** Sends one byte and then nothing, and ends like a body of the JDK's HTTP client when it is closed: as if that had been all. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // one byte is all that comes
    private static final class Silent extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);
        private boolean sent;

        @Override
        public int read() throws IOException {
            if (!sent) {
                sent = true;
                return 7;
            }
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void whatFallsSilentEndsWithAnException() throws IOException {
        try (InputStream stream = new Patience(new Silent(), Duration.ofMillis(100))) {
            assertThat(stream.read()).isEqualTo(7);
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("nothing came");
        }
    }

    @Test
    void whatComesInTimeIsReadToItsEnd() throws IOException {
        try (InputStream stream = new Patience(new ByteArrayInputStream(new byte[] {1, 2, 3}), Duration.ofMinutes(1))) {
            assertThat(stream.readAllBytes()).containsExactly(1, 2, 3);
        }
    }
}
