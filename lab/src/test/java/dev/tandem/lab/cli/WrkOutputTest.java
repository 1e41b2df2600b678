package dev.tandem.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrkOutputTest {
    // What wrk 4.1.0 of Debian 13 printed.
    private static final String PRINTED = """
            Running 3s test @ http://www.foobar.com:80/
              2 threads and 16 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     4.10ms    6.02ms  89.77ms   94.58%
                Req/Sec     2.33k   645.15     3.43k    63.33%
              Latency Distribution
                 50%    2.75ms
                 75%    4.05ms
                 90%    6.70ms
                 99%   39.94ms
              13926 requests in 3.00s, 28.62MB read
            Requests/sec:   4641.37
            Transfer/sec:      9.54MB
            """;

    @Test
    void theFiguresAreReadInMilliseconds() {
        assertThat(read(PRINTED)).isEqualTo(new WrkOutput(13926, 4641.37, 2.75, 39.94, 0, 0));
    }

    @Test
    void microsecondsAndSecondsAreReadToo() {
        WrkOutput output =
                read(PRINTED.replace("50%    2.75ms", "50%  810.00us").replace("99%   39.94ms", "99%    1.02s"));
        assertThat(output.p50Milliseconds()).isEqualTo(0.81);
        assertThat(output.p99Milliseconds()).isEqualTo(1020);
    }

    @Test
    void badAnswersAndSocketErrorsAreFailures() {
        WrkOutput output = read(
                PRINTED.replace(
                        "Requests/sec",
                        "  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 50\nRequests/sec"));
        assertThat(output.failed()).isEqualTo(60);
        assertThat(output.badAnswers()).isEqualTo(50);
    }

    @Test
    void whatIsNoOutputOfWrkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("unable to connect"))
                .withMessageContaining("unable to connect");
    }

    @Test
    void aMedianIsTakenOfEachFigureAndFailuresAddUp() {
        WrkOutput median = WrkOutput.median(List.of(
                new WrkOutput(7, 100, 9, 20, 1, 1),
                new WrkOutput(8, 300, 1, 10, 0, 0),
                new WrkOutput(9, 200, 5, 30, 2, 1)));
        assertThat(median).isEqualTo(new WrkOutput(24, 200, 5, 20, 3, 2));
    }

    private static WrkOutput read(String printed) {
        return WrkOutput.read(printed.lines().toList());
    }
}
