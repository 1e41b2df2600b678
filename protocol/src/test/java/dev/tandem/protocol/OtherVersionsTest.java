package dev.tandem.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Texts of other versions, in etcd and between agents: machines are brought up to date one after the other. Each record says what it makes
 * of them; what it refuses, its reader must be able to do without.
 */
class OtherVersionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id=7 kind=switchover machine=server2 | id=7 kind=switchover machine=server2
            id=7 kind=switchover machine=server2 within=5s | id=7 kind=switchover machine=server2
            id=7 kind=rebuild machine=server2 from=server3 | id=7 kind=rebuild machine=server2
            id=7 kind=upgrade machine=server2 | refused: 'upgrade' is no request that this version knows
            id=7 kind=roll-back machine=server2 | refused: 'roll-back' is no request that this version knows
            id=7 kind=SWITCHOVER machine=server2 | refused: 'SWITCHOVER' is no request that this version knows
            id=7 kind=switchover machine=Server2 | refused: 'Server2' is not a machine name
            id=7 kind=switchover machine=server2+server3 | refused: 'server2+server3' is not a machine name
            id=a7 kind=switchover machine=server2 | refused: is not a request such as
            kind=switchover id=7 machine=server2 | refused: is not a request such as
            """)
    void aRequest(String text, String read) {
        holds(Request::parse, text, read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            term=7 primary=server1 leaving | term=7 primary=server1 leaving life=0 at=0
            term=7 primary=server1 serving life=5 at=9 mood=good | term=7 primary=server1 serving life=5 at=9
            term=7 primary=server1 sleeping | term=7 primary=server1 serving life=0 at=0
            term=7 primary=server1 moving-house life=5 at=-9 to=server2 | term=7 primary=server1 serving life=5 at=-9
            term=7 primary=server1 life=5 at=9 | refused: is not a heartbeat such as
            term=7 primary=server1 serving mood=good | refused: is not a heartbeat such as
            term=7 primary=server1 serving life=x at=9 | refused: is not a heartbeat such as
            term=7 primary=Server1 serving life=5 at=9 | refused: 'Server1' is not a machine name
            """)
    void aHeartbeat(String text, String read) {
        holds(Heartbeat::parse, text, read);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            term=7 primary=server1 partner=none witness=server3 | refused: and nothing behind it
            term=7 primary=server1 partner=server2#a,server3#b | refused: is not a machine name
            term=7 primary=server1 partner=server2#a-b | refused: is not an incarnation
            term=7.1 primary=server1 partner=none | refused: is not a state such as
            """)
    void aStateIsUnderstoodAsAWholeOrNotAtAll(String text, String read) {
        holds(ClusterState::parse, text, read);
    }

    private static <T> void holds(Function<String, T> parse, String text, String read) {
        if (read.startsWith("refused: ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parse.apply(text))
                    .withMessageContaining(read.substring("refused: ".length()));
        } else {
            assertThat(parse.apply(text)).hasToString(read);
        }
    }
}
