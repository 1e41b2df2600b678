package dev.tandem.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PropertiesTest {
    /** Else a question may be sent on a connection that the other side closes at that moment, and nobody knows what became of it. */
    @Test
    void whoAsksClosesAnIdleConnectionBeforeWhoIsAskedDoes() {
        Main.setProperties();
        assertThat(Integer.getInteger("jdk.httpclient.keepalive.timeout", 30))
                .isLessThanOrEqualTo(Integer.getInteger("sun.net.httpserver.idleInterval", 30) - 5);
    }
}
