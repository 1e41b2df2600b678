package dev.tandem.lab.drill.age;

import java.util.List;
import java.util.stream.Stream;

/** The names of everything that a lab can make old, for tests outside. */
public final class AgesByName {
    private AgesByName() {}

    public static List<String> all() {
        return Stream.concat(
                        Stream.of(CertificateAges.of(() -> {}).name()),
                        Ages.list().stream().map(Age::name))
                .toList();
    }
}
