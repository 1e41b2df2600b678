package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestTest {
    private static final MachineName TWO = new MachineName("server2");

    @Test
    void aRequestIsReadAsItWasWritten() {
        for (Request.Kind kind : Request.Kind.values()) {
            Request request = new Request(7, kind, TWO);
            assertThat(Request.parse(request.toString())).isEqualTo(request);
        }
    }

    @Test
    void aTextThatIsNoRequestIsRefused() {
        assertThatThrownBy(() -> Request.parse("kind=switchover")).hasMessageContaining("is not a request such as");
    }
}
