package dev.tandem.control.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The application and how it runs.
 *
 * @param war the WAR file, resolved against the folder of site.yaml
 * @param publicFiles the folder of static files, resolved likewise
 * @param migration the class in the WAR whose {@code main} brings the schema up to date, if it has one
 * @param memory the application server's heap
 * @param drain how long a stopping application server may take to finish running requests
 * @param connections how many database connections one application server keeps to the primary, and as many to the replica
 * @param environment what the application finds in its environment, in the order of names
 * @param secrets names in the environment whose values Tandem makes once and keeps
 */
public record Application(
        Path war,
        Path publicFiles,
        Optional<String> migration,
        ByteSize memory,
        Duration drain,
        int connections,
        Map<String, String> environment,
        List<String> secrets) {
    private static final Pattern RESERVED = Pattern.compile("(RUNNER|DATABASE|JAVA|JDK|LD)_.*|PATH|HOME|USER|SHELL");

    /** What a variable of the environment may be called. */
    public static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    /**
     * What the name of a secret's variable ends with when it holds the second value, which is accepted and not used any more
     * for anything new: the one that was replaced or, before every server knows it, the one that comes.
     */
    public static final String PREVIOUS = "_PREVIOUS";

    private static final int LONGEST_CLASS = 250;

    /** How a class is named. */
    public static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public Application {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        secrets = List.copyOf(secrets);
        environment.forEach(Application::checkVariable);
        secrets.forEach(secret -> checkVariable(secret, ""));
        migration.ifPresent(Application::checkClass);
        if (connections < 1) {
            throw new IllegalArgumentException("at least one database connection, not " + connections);
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when a variable cannot be handed to the application. */
    public static void checkVariable(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a variable's name: capital letters, digits and _");
        }
        if (RESERVED.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' belongs to the system or the application server");
        }
        checkValue(value);
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when no variable can have the value. */
    public static void checkValue(String value) {
        if (value.chars().anyMatch(character -> character < ' ')) {
            throw new IllegalArgumentException("a variable's value is one line, without tabs");
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user, when no class can be called that. */
    public static void checkClass(String name) {
        if (name.length() > LONGEST_CLASS || !CLASS.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a class name such as com.foobar.Migrate");
        }
    }
}
