package dev.tandem.control.cli;

import dev.tandem.control.layout.SecretName;
import java.util.List;
import java.util.stream.Collectors;

/** A secret's name as somebody typed it. */
final class SecretArgument {
    private SecretArgument() {}

    /** The secret of the site that is meant. Throws CommandFailure that names them all when there is none such. */
    static SecretName of(Workplace workplace, String text) {
        List<SecretName> names = SecretName.neededBy(workplace.site());
        return names.stream()
                .filter(name -> name.value().equals(text) || name.equals(environmentOf(text)))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "'" + text + "' is not a secret of this site. There are: "
                                + names.stream().map(SecretName::value).collect(Collectors.joining(", "))));
    }

    /** A variable's name alone means the secret that is in it. */
    private static @org.jspecify.annotations.Nullable SecretName environmentOf(String text) {
        return text.matches("[A-Z][A-Z0-9_]*") ? SecretName.environment(text) : null;
    }
}
