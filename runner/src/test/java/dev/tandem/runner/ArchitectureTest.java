package dev.tandem.runner;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tandem.runner.management.ManagementServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.runner");

    private static final String JETTY = "org.eclipse.jetty..";

    @Test
    void packagesHaveOneDirection() {
        slices().matching("dev.tandem.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** The table of the packages' infos. */
    @Test
    void aPackageImportsWhatItsInfoSays() {
        only("life");
        only("logging", "dev.tandem.protocol.logging", "org.slf4j..");
        only("tls", "dev.tandem.protocol.tls", "org.mariadb.jdbc..");
        only("gate", JETTY);
        only("configuration", "dev.tandem.runner.gate");
        only(
                "database",
                "dev.tandem.runner.configuration",
                "dev.tandem.runner.gate",
                "dev.tandem.routing",
                "dev.tandem.routing.time",
                "com.zaxxer.hikari..",
                "org.mariadb.jdbc..");
        only(
                "server",
                "dev.tandem.runner.configuration",
                "dev.tandem.runner.gate",
                "dev.tandem.runner.life",
                "dev.tandem.routing",
                "dev.tandem.protocol.tls",
                JETTY);
        only(
                "management",
                "dev.tandem.runner.database",
                "dev.tandem.runner.gate",
                "dev.tandem.runner.life",
                "dev.tandem.routing",
                "com.zaxxer.hikari..",
                "io.prometheus.metrics..",
                JETTY);
    }

    @Test
    void theRunItselfNamesNoLibrary() {
        classes()
                .that()
                .resideInAPackage("dev.tandem.runner")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.sql..",
                        "org.jspecify.annotations..",
                        "dev.tandem.runner..",
                        "dev.tandem.routing",
                        "dev.tandem.protocol.notify"))
                .because("what a run consists of is read there, not how each part is done")
                .check(CLASSES);
    }

    @Test
    void jettyIsWhereAnInfoNamesIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.tandem.runner.server")
                .and()
                .haveNameNotMatching("dev\\.tandem\\.runner\\.gate\\.(RequestGate|Passage|RunningRequest)(\\$.*)?")
                .and()
                .haveNameNotMatching(ManagementServer.class.getName().replace(".", "\\.") + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(JETTY)
                .because("so that another container could take its place")
                .check(CLASSES);
    }

    private static void only(String name, String... others) {
        String itself = "dev.tandem.runner." + name;
        String[] allowed = Stream.concat(
                        Stream.of(itself, "java..", "javax..", "org.jspecify.annotations.."), Stream.of(others))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(itself)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .because("each part can be read, and replaced, without the rest")
                .check(CLASSES);
    }
}
