package dev.tandem.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
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
                                "dev.tandem.agent.decide")
                        .or(equivalentTo(Duration.class)))
                .because("what decides about data must be testable as a function, a million times a minute")
                .check(CLASSES);
    }

    @Test
    void decidingHasNoClockAndNoChance() {
        noClasses()
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
