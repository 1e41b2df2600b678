package dev.tandem.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.agent");

    @Test
    void decidingKnowsNothingOfTheWorld() {
        classes()
                .that()
                .resideInAPackage("dev.tandem.agent.decide..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java.lang..",
                                "java.util..",
                                "org.jspecify.annotations..",
                                "dev.tandem.protocol",
                                "dev.tandem.agent.decide..")
                        .or(equivalentTo(Duration.class)))
                .because("what decides about data must be testable as a function, a million times a minute")
                .check(CLASSES);
    }

    @Test
    void whatIsDecidedFollowsFromWhatIsSeenAndRemembered() {
        only("decide.view", "dev.tandem.protocol");
        only("decide.memory", "dev.tandem.agent.decide.view", "dev.tandem.protocol");
        only(
                "decide.decision",
                "dev.tandem.agent.decide.view",
                "dev.tandem.agent.decide.memory",
                "dev.tandem.protocol");
    }

    @Test
    void packagesHaveOneDirection() {
        slices().matching("dev.tandem.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theEdgesDoNotKnowEachOther() {
        only("etcd", "dev.tandem.protocol..", "io.avaje.json..", "io.avaje.jsonb..");
        only("kernel");
        only("route", "dev.tandem.agent.kernel", "dev.tandem.protocol", "io.avaje.json..", "io.avaje.jsonb..");
        only(
                "mariadb",
                "dev.tandem.agent.decide.view",
                "dev.tandem.agent.decide.decision",
                "dev.tandem.agent.kernel",
                "dev.tandem.protocol",
                "org.mariadb..");
        only("mariadb.session");
        only("mariadb.data", "dev.tandem.agent.kernel", "dev.tandem.protocol");
        only(
                "peer",
                "dev.tandem.agent.kernel",
                "dev.tandem.agent.route",
                "dev.tandem.protocol..",
                "com.sun.net.httpserver..",
                "io.avaje.json..",
                "io.avaje.json..",
                "io.avaje.jsonb..");
    }

    @Test
    void threadsAreThePlatforms() {
        noClasses()
                .should()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor")
                .because("two that wait for a class to be initialized stop all others on two cores (decision 0031)")
                .check(CLASSES);
    }

    private static void only(String edge, String... others) {
        String itself = "dev.tandem.agent." + edge + "..";
        String[] allowed = Stream.concat(
                        Stream.of(itself, "java..", "javax..", "org.jspecify.annotations.."), Stream.of(others))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(itself)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .because("each part can be read, and replaced, without the others")
                .check(CLASSES);
    }

    @Test
    void decidingHasNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.agent.decide..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.random..")
                .because("a schedule must be its seed and nothing else")
                .check(CLASSES);
    }
}
