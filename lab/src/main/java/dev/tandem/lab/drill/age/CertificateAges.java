package dev.tandem.lab.drill.age;

import dev.tandem.lab.drill.fault.Injection.Struck;
import dev.tandem.lab.drill.ground.Grip;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every certificate and key of the site is renewed, by the same apply that renews them when they come near their end. */
public final class CertificateAges {
    private static final int TIMES = 2;

    /** The number of the certificate that users are shown. */
    private static final String SHOWN = """
            echo | timeout 5 openssl s_client -connect "$1:443" 2> /dev/null | openssl x509 -noout -serial
            """;

    private CertificateAges() {}

    public static Age of(Runnable renewal) {
        return new Age(
                "certificates",
                "all certificates and keys of the site are renewed, " + TIMES + " times",
                ground -> renewed(ground, renewal));
    }

    private static Struck renewed(Ground ground, Runnable renewal) {
        List<Grip> balancers = ground.with(Role.BALANCER);
        List<String> seen = new ArrayList<>(shown(balancers));
        for (int time = 0; time < TIMES; time++) {
            renewal.run();
            seen.addAll(shown(balancers));
        }
        boolean allDiffer = seen.stream().distinct().count() == (long) balancers.size() * (TIMES + 1);
        return Struck.done(
                "certificates and keys renewed " + TIMES + " times",
                allDiffer ? Optional.of("users were shown another one each time") : Optional.empty());
    }

    private static List<String> shown(List<Grip> balancers) {
        return balancers.stream().map(grip -> grip.sh(SHOWN, grip.address())).toList();
    }
}
