package dev.tandem.lab.requirement;

import dev.tandem.lab.computer.LabException;
import java.util.List;
import java.util.stream.Collectors;

/** This computer cannot hold a lab as it is. Nothing was made. */
public final class MissingRequirementsException extends LabException {
    MissingRequirementsException(List<MissingRequirement> missing) {
        super(
                "this computer cannot hold a lab yet:\n"
                        + missing.stream().map(one -> "  - " + one).collect(Collectors.joining("\n")),
                null);
    }
}
