package dev.tandem.routing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem.routing");

    private static final String[] JDK = {"java..", "javax.sql..", "org.jspecify.annotations.."};

    @Test
    void theJdkIsAllItNeeds() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage("dev.tandem.routing..")))
                .because("it sits inside somebody's application and must bring no library along")
                .check(CLASSES);
    }

    @Test
    void aPackageImportsWhatItsInfoSays() {
        only("sql");
        only("jdbc");
        only("time");
        only("failure", "dev.tandem.routing.sql", "dev.tandem.routing.time");
        only("route", "dev.tandem.routing.failure", "dev.tandem.routing.time");
    }

    private static void only(String name, String... others) {
        String[] allowed = Stream.of(Stream.of(JDK), Stream.of("dev.tandem.routing." + name), Stream.of(others))
                .flatMap(each -> each)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("dev.tandem.routing." + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                .because("names that applications use stay in the root, which therefore is above all others")
                .check(CLASSES);
    }
}
