package dev.tandem.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lab.site.SiteUnderTest;
import dev.tandem.lab.site.Traffic;
import dev.tandem.lab.site.Traffic.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Users of other addresses who go on while somebody attacks. */
final class Others {
    private static final Duration WITHOUT_ATTACK = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TIMES_AS_SLOW = 3;

    /** On two cores for everything a moment without a processor is as long as this, attack or none. */
    private static final Duration NOISE = Duration.ofMillis(50);

    private Others() {}

    /** Measures users without the attack, then with it, and requires that none failed and that they hardly noticed. */
    static <T> T hardlyNotice(SiteUnderTest site, Supplier<T> attack) {
        try (Traffic users =
                Traffic.of(site, PATIENCE, "GET 20 /api/articles", "GET 20 /robots.txt", "GET 10 /api/tags h2")) {
            long begin = System.nanoTime();
            users.during(WITHOUT_ATTACK);
            Duration attacked = Duration.ofNanos(System.nanoTime() - begin);
            T outcome = attack.get();
            List<Answer> all = users.endWithoutFailure();
            Duration first = all.getFirst().at();
            Duration without = slowOf(all, first, first.plus(attacked));
            Duration with = slowOf(all, first.plus(attacked), Duration.ofDays(1));
            System.out.println("99 of 100 users: " + without.toMillis() + " ms, with the attack " + with.toMillis()
                    + " ms; " + outcome);
            assertThat(with)
                    .as("99 of 100 users with the attack; without it " + without)
                    .isLessThanOrEqualTo(longer(without.multipliedBy(TIMES_AS_SLOW), NOISE));
            return outcome;
        }
    }

    /** What 99 of 100 requests took at most that were sent in that time. */
    private static Duration slowOf(List<Answer> answers, Duration from, Duration until) {
        List<Duration> took = answers.stream()
                .filter(answer ->
                        answer.at().compareTo(from) >= 0 && answer.at().compareTo(until) < 0)
                .map(Answer::took)
                .sorted()
                .toList();
        assertThat(took).as("enough requests to say what 99 of 100 are").hasSizeGreaterThan(100);
        return took.get(took.size() * 99 / 100);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
