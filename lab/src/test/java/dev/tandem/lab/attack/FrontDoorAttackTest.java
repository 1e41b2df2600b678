package dev.tandem.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.attack.Stranger.Outcome;
import dev.tandem.lab.site.OnTheSite;
import dev.tandem.lab.site.Person;
import dev.tandem.lab.site.SiteUnderTest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one address can take away at the front door: places, descriptors, signatures, log lines, passwords' hashes. */
@OnTheSite
@Tag("attack")
class FrontDoorAttackTest {
    /** As the example has it: balancer.limits.requests-at-once, and a fifth of it for large bodies. */
    private static final int REQUESTS_AT_ONCE = 100;

    private static final int UPLOADS_AT_ONCE = 20;
    private static final int LOG_INS_PER_MINUTE = 30;
    private static final int GUESSING_SECONDS = 12;

    /** HAProxy looks whether there is one left, and counts after that: each of its threads, one a processor, may have looked at the same moment. */
    private static final int AT_THE_SAME_MOMENT = Runtime.getRuntime().availableProcessors() - 1;

    /** As many as may ask in ten seconds, twice, for an attack that lasts over the end of one. */
    private static final int LINES = 2_500;

    private static final String LOG_IN =
            "curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' --max-time 10 --interface \"$1\""
                    + " -H 'Content-Type: application/json'"
                    + " -d \"{\\\"user\\\":{\\\"email\\\":\\\"$2@example.org\\\",\\\"password\\\":\\\"password123\\\"}}\""
                    + " https://www.foobar.com/api/users/login";

    @Test
    void tenThousandBodiesThatTrickleHoldNothing(SiteUnderTest site) {
        Outcome outcome = attack(site, stranger -> stranger.attacks(14, "bodies", "190", "55", "1100", "2000"));

        assertThat(outcome.count("begun")).isGreaterThan(5_000);
        assertThat(outcome.count("status-408")).as("cut after 10 s").isPositive();
        assertThat(outcome.count("status-429") + outcome.count("status-reset"))
                .as("refused at once")
                .isGreaterThan(4_000);
        assertThat(outcome.count("held")).as("are left").isLessThanOrEqualTo(REQUESTS_AT_ONCE);
    }

    @Test
    void largeBodiesThatStopHoldFewPlaces(SiteUnderTest site) {
        Outcome outcome = attack(site, stranger -> stranger.attacks(12, "bodies", "60", "1", "30000", "2000"));

        assertThat(outcome.count("status-429")).as("refused").isGreaterThanOrEqualTo(60 - UPLOADS_AT_ONCE);
        assertThat(outcome.count("held")).as("are left").isLessThanOrEqualTo(UPLOADS_AT_ONCE);
    }

    @Test
    void answersThatNobodyReadsHoldNoMoreThanOneAddressMay(SiteUnderTest site) {
        Outcome outcome = attack(site, stranger -> stranger.attacks(10, "readers", "40", "50", "/js/main.js", "1000"));

        assertThat(outcome.count("begun")).isEqualTo(2_000);
        assertThat(outcome.count("status-200")).as("answers begun").isBetween(1, 2 * REQUESTS_AT_ONCE);
        assertThat(outcome.count("status-reset"))
                .as("refused without an answer")
                .isGreaterThan(1_000);
        assertThat(outcome.count("held")).as("are left, refusals too").isLessThanOrEqualTo(2 * REQUESTS_AT_ONCE);
    }

    @Test
    void requestsThatAreTakenBackEndTheirConnectionAndWriteNoLogWithoutEnd(SiteUnderTest site) {
        String since = site.on("lb1", "date '+%Y-%m-%d %H:%M:%S'");

        AtomicReference<String> address = new AtomicReference<>("");

        Outcome outcome = attack(site, stranger -> {
            address.set(stranger.address());
            return stranger.attacks(6, "resets", "40", "50000");
        });

        assertThat(outcome.count("begun")).as("requests begun").isGreaterThan(10_000);
        assertThat(outcome.count("status-goaway"))
                .as("connections that were ended")
                .isPositive();
        assertThat(lines(site, address.get(), since)).as("log lines").isBetween(1, LINES);
    }

    @Test
    void connectionsThatAskNothingAreFew(SiteUnderTest site) {
        Outcome outcome = attack(site, stranger -> stranger.attacks(10, "idle", "600"));

        assertThat(outcome.count("refused")).as("refused").isGreaterThanOrEqualTo(400);
        assertThat(outcome.count("open")).as("are left").isLessThanOrEqualTo(200);
    }

    @Test
    void connectionsThatComeAndGoAreNotSignedForWithoutEnd(SiteUnderTest site) {
        Outcome outcome = attack(site, stranger -> stranger.attacks(8, "handshakes", "20000"));

        assertThat(outcome.count("taken")).as("taken in 8 s").isLessThanOrEqualTo(2_000);
    }

    /** The balancers let one address try so often, however it writes the path. */
    @Test
    void guessesFromOneAddressAreFewAndNobodyElseWaits(SiteUnderTest site) {
        String name = Person.signUp(site, "guessed").name();

        Outcome outcome = attack(
                site,
                stranger -> besides(
                        () -> stranger.attacks(GUESSING_SECONDS, "guesses", "95", "/api/users;x=1//%6cogin"),
                        () -> allLogIn(site, Stranger.EXEMPT, name)));

        // Each balancer counts for itself, and one owns the address. Its minute slides: each second, what was counted
        // in the minute
        // before weighs a sixtieth less (HAProxy, freq_ctr), so that some more are let in while the guesses last.
        assertThat(outcome.count("status-401") + outcome.count("status-400"))
                .as("guesses that came through")
                .isLessThanOrEqualTo(
                        LOG_INS_PER_MINUTE + AT_THE_SAME_MOMENT + LOG_INS_PER_MINUTE * GUESSING_SECONDS / 60);
        assertThat(outcome.count("status-429")).as("refused").isGreaterThan(500);
    }

    /** From an address that the balancers do not limit: the application's own line keeps others in front. */
    @Test
    void guessesThatComeThroughWaitBehindEverybodyElse(SiteUnderTest site) {
        String name = Person.signUp(site, "guessed").name();

        Outcome outcome = attack(
                site,
                stranger -> besides(
                        () -> stranger.from(Stranger.EXEMPT, 12, "guesses", "95", "/api/users/login"),
                        () -> allLogIn(site, stranger.address(), name)));

        assertThat(outcome.count("status-401"))
                .as("guesses that were looked at")
                .isPositive();
    }

    private interface Attack {
        Outcome by(Stranger stranger);
    }

    private static Outcome attack(SiteUnderTest site, Attack attack) {
        try (Stranger stranger = new Stranger(site)) {
            return Others.hardlyNotice(site, () -> attack.by(stranger));
        }
    }

    private static Outcome besides(Supplier<Outcome> attack, Runnable others) {
        CompletableFuture<Outcome> attacking = CompletableFuture.supplyAsync(attack);
        others.run();
        return attacking.join();
    }

    /** One log-in a second, each of which must be answered with 200. In one line with the guesses it took 5 s, and 503 was the answer. */
    private static void allLogIn(SiteUnderTest site, String address, String name) {
        String answers = site.onClient("for i in $(seq 10); do " + LOG_IN + " || true; sleep 1; done", address, name);
        List<String[]> all =
                Arrays.stream(answers.split("\n")).map(line -> line.split(" ")).toList();
        assertThat(all).hasSize(10).allSatisfy(answer -> {
            assertThat(answer[0]).as("status").isEqualTo("200");
            assertThat(Double.parseDouble(answer[1])).as("seconds").isLessThan(4);
        });
    }

    /** How many lines the owner of the address wrote about the stranger. */
    private static int lines(SiteUnderTest site, String address, String since) {
        return SiteUnderTest.BALANCERS.stream()
                .mapToInt(balancer -> Integer.parseInt(site.on(
                        balancer,
                        "journalctl -q -u haproxy --since \"$1\" -o cat | grep -c -F \"client=$2 \" || true",
                        since,
                        address)))
                .sum();
    }
}
