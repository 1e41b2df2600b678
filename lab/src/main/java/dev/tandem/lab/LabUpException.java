package dev.tandem.lab;

import dev.tandem.lab.computer.LabException;
import dev.tandem.lab.plan.LabName;
import java.util.List;
import java.util.stream.Collectors;

/** Some machines of a lab did not come up. The others stand; the next `up` repairs the rest. */
public final class LabUpException extends LabException {
    LabUpException(LabName lab, List<RuntimeException> failures) {
        super(
                "the lab " + lab + " is not whole:\n"
                        + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("\n"))
                        + "\n[the other machines stand; `tandem up` repairs, `tandem down` removes everything]",
                failures.getFirst());
        failures.stream().skip(1).forEach(this::addSuppressed);
    }
}
