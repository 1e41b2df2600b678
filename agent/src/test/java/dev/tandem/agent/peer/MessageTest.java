package dev.tandem.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.route.Availability;
import dev.tandem.agent.route.Route;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.Incarnation;
import dev.tandem.protocol.MachineName;
import dev.tandem.protocol.MemberStatus;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final JsonType<Message> JSON = Jsonb.builder().build().type(Message.class);
    private static final MachineName ONE = new MachineName("server1");
    private static final MachineName TWO = new MachineName("server2");

    /** Of an agent whose mysqld does not run, and which knows no state. */
    private static MemberStatus stopped(@Nullable Boolean readable) {
        return new MemberStatus(
                TWO, 0, false, false, null, GtidPosition.EMPTY, GtidPosition.EMPTY, 1, Map.of(), null, readable, null);
    }

    private static MemberStatus over(MemberStatus status) {
        return JSON.fromJson(JSON.toJson(Message.of(status, true, -5))).status();
    }

    @Test
    void aStatusArrivesAsItWasSent() {
        MemberStatus primary = new MemberStatus(
                ONE,
                3,
                true,
                false,
                new Incarnation("p1s2t0"),
                GtidPosition.parse("0-1-5"),
                GtidPosition.parse("0-1-7"),
                1_795_655_977_579L,
                Map.of(TWO, new MemberStatus.Admission(1_795_655_977_580L, true)),
                TWO,
                true,
                12L);
        assertThat(over(primary)).isEqualTo(primary);
    }

    @Test
    void aStatusWithNothingInItArrivesToo() {
        MemberStatus stopped = stopped(false);
        assertThat(over(stopped)).isEqualTo(stopped);
    }

    /** Both versions are there while a site is brought up to date. */
    @Test
    void anOlderAgentsStatusSaysWithoutTheWordWhetherItIsReadFrom() {
        String old = """
                {"machine":"server2","term":3,"serving":false,"follows":true,"incarnation":"p1","binlog":"0-1-5",
                 "received":"0-1-5","knock":0,"admitted":{},"synchronous":null,"promise":false,"sent":1}""";
        MemberStatus status = JSON.fromJson(old).status();
        assertThat(status.readable()).isNull();
        assertThat(status.isReadable()).isTrue();
    }

    @Test
    void aNewerAgentsStatusIsUnderstood() {
        String newer = JSON.toJson(Message.of(stopped(false), true, 7)).replaceFirst("\\{", "{\"word\":{\"of\":[1]},");
        assertThat(JSON.fromJson(newer).sent()).isEqualTo(7);
    }

    @Test
    void theMomentComesBack() {
        Message message = JSON.fromJson(JSON.toJson(Message.of(stopped(false), true, Long.MIN_VALUE)));
        assertThat(message.sent()).isEqualTo(Long.MIN_VALUE);
        assertThat(message.promise()).isTrue();
    }

    @Test
    void whatANewerAgentSaysBesideIsLeftOut() {
        MemberStatus stopped = stopped(null);
        String newer = JSON.toJson(Message.of(stopped, true, 5))
                .replaceFirst("\\{", "{\"mood\":\"good\",\"friends\":[{\"a\":1},null],\"depth\":{\"b\":[2]},");
        assertThat(JSON.fromJson(newer).status()).isEqualTo(stopped);
    }

    /** Nothing is made up in its place: that agent is not heard. */
    @Test
    void whatThisVersionDoesNotUnderstandIsRefused() {
        String status = JSON.toJson(Message.of(stopped(null), true, 5));
        for (String newer : List.of(
                status.replace("\"server2\"", "\"Server 2\""),
                status.replace("\"binlog\":\"\"", "\"binlog\":\"0:1:5\""))) {
            assertThat(newer).isNotEqualTo(status);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JSON.fromJson(newer).status());
        }
    }

    @Test
    void ofANewerAgentsRouteTheKnownPartCounts() {
        JsonType<Route> json = Jsonb.builder().build().type(Route.class);
        Route route = new Route(5, 7, Availability.YES, Availability.OTHER, false, true);
        assertThat(json.fromJson(json.toJson(route).replaceFirst("\\{", "{\"mood\":\"good\",")))
                .isEqualTo(route);
        assertThatThrownBy(() -> json.fromJson(json.toJson(route).replace("YES", "MAYBE")))
                .isInstanceOfAny(JsonException.class, IllegalArgumentException.class);
    }
}
