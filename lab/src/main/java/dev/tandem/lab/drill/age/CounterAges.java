package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** Counters become larger than programs with too small numbers can hold. This cannot be taken back, and harms nobody who counts right. */
final class CounterAges {
    /** Where a program that counts in 31 or in 32 bits begins anew, or below zero. */
    private static final long[] EDGES = {1L << 31, 1L << 32};

    /** So close before the edge that the next transactions pass it. */
    private static final long BEFORE = 2;

    private static final String POSITION = "mariadb -N -e 'SELECT @@GLOBAL.gtid_binlog_pos'";

    private static final String JUMP = """
            mariadb "$1" -e "CREATE TABLE IF NOT EXISTS tandem_drill (id INT NOT NULL PRIMARY KEY) ENGINE = InnoDB;
              SET SESSION gtid_seq_no = $2; REPLACE INTO tandem_drill VALUES (1); DROP TABLE tandem_drill;"
            """;

    private CounterAges() {}

    static Struck gtid(Ground ground) {
        Grip primary = ground.primary();
        long now = sequence(primary.sh(POSITION)).orElseThrow();
        Optional<Long> edge = next(now);
        if (edge.isEmpty()) {
            return Struck.done("the transactions' numbers were past 2^32 already", Optional.of("now " + now));
        }
        primary.sh(JUMP, ground.layout().site().database().schema(), Long.toString(edge.get() - BEFORE));
        return new Struck(
                "the transactions' numbers jumped from " + now + " to just below " + edge.get(),
                () -> primary.trying(POSITION)
                        .map(CounterAges::sequence)
                        .filter(sequence -> sequence.isPresent() && sequence.getAsLong() >= edge.get())
                        .map(sequence -> "the last one is " + sequence.getAsLong()),
                () -> {},
                Set.of());
    }

    /** The edge that is to be passed next; none when there is none any more. */
    static Optional<Long> next(long sequence) {
        return LongStream.of(EDGES).filter(edge -> sequence < edge).boxed().findFirst();
    }

    /** The highest sequence number of a position such as {@code 0-1-17}. */
    static OptionalLong sequence(String position) {
        return java.util.Arrays.stream(position.split(",", -1))
                .map(String::strip)
                .filter(gtid -> !gtid.isEmpty())
                .mapToLong(gtid -> Long.parseLong(gtid.substring(gtid.lastIndexOf('-') + 1)))
                .max();
    }
}
