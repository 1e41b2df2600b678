package dev.tandem.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom, and why. A package that is missing here fails. */
class ArchitectureTest {
    private static final String ROOT = "dev.tandem.lab";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What every package may use. */
    private static final List<String> EVERYWHERE = List.of("java..", "org.jspecify.annotations..");

    /** What avaje-jsonb makes of records, beside their packages. */
    private static final String GENERATED = ".jsonb";

    /** A line of the table. Words without a module's name are packages of the lab. */
    record Row(String name, String because, List<String> mayImport) {
        static Row of(String name, String because, String... mayImport) {
            return new Row(name, because, List.of(mayImport));
        }

        String packageName() {
            return named(name);
        }

        String[] allowed() {
            Stream<String> own =
                    Stream.concat(Stream.of(name), mayImport.stream()).map(Row::named);
            return Stream.concat(EVERYWHERE.stream(), own).toArray(String[]::new);
        }

        private static String named(String word) {
            if (word.endsWith("..")) {
                return word;
            }
            if (word.startsWith("control.") || word.equals("protocol")) {
                return "dev.tandem." + word;
            }
            return word.equals("lab") ? ROOT : ROOT + "." + word;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> table() {
        return Stream.of(labs(), faults(), courses()).flatMap(rows -> rows);
    }

    private static Stream<Row> labs() {
        return Stream.of(
                Row.of("computer", "it knows nothing of labs"),
                Row.of("plan", "what a lab shall be is values", "protocol"),
                Row.of("requirement", "it is asked before there is a lab", "computer"),
                Row.of("image", "a machine is made from an image, which knows nothing of machines", "computer"),
                Row.of(
                        "network",
                        "a machine is made from a network, which knows nothing of machines",
                        "plan",
                        "computer",
                        "protocol"),
                Row.of(
                        "machine",
                        "a machine knows nothing of the lab that it is in",
                        "plan",
                        "computer",
                        "image",
                        "network",
                        "protocol"),
                Row.of(
                        "lab",
                        "a lab knows neither commands nor drills",
                        "plan",
                        "computer",
                        "requirement",
                        "image",
                        "network",
                        "machine",
                        "protocol"),
                Row.of(
                        "cli",
                        "it wires everything, so that nothing else has to",
                        "dev.tandem..",
                        "picocli..",
                        "io.avaje.."));
    }

    private static Stream<Row> faults() {
        return Stream.of(
                Row.of(
                        "drill.load",
                        "it runs on machines, beside the application server and nothing else of ours",
                        "dev.tandem.runner..",
                        "javax.net..",
                        "javax.sql.."),
                Row.of(
                        "drill.ground",
                        "who holds a machine knows nothing of what is done to it",
                        "lab",
                        "computer",
                        "machine",
                        "network",
                        "plan",
                        "protocol",
                        "control.layout",
                        "control.model",
                        "control.observe"),
                Row.of(
                        "drill.measure",
                        "what is measured is the same whatever was done",
                        "drill.ground",
                        "computer",
                        "machine",
                        "protocol",
                        "control.observe",
                        "control.layout",
                        "control.remote",
                        "control.state.desired",
                        "io.avaje.."),
                Row.of(
                        "drill.fault",
                        "a fault does not know what was done before it and what is said of it after",
                        "drill.ground",
                        "drill.measure",
                        "computer",
                        "machine",
                        "network",
                        "protocol",
                        "control.layout",
                        "control.model",
                        "control.observe"),
                Row.of(
                        "drill.age",
                        "ageing is done in the way in which faults are, and not the other way round",
                        "drill.ground",
                        "drill.fault",
                        "computer",
                        "protocol",
                        "control.layout",
                        "control.model",
                        "control.remote",
                        "io.avaje.."));
    }

    private static Stream<Row> courses() {
        return Stream.of(
                Row.of(
                        "drill.workload",
                        "whoever works on the site does not know what is done to it",
                        "drill.ground",
                        "drill.fault",
                        "drill.measure",
                        "computer",
                        "protocol",
                        "control.layout",
                        "control.model"),
                Row.of(
                        "drill.report",
                        "a report is made of what was measured, and reaches no machine",
                        "drill.age",
                        "drill.fault",
                        "drill.measure",
                        "io.avaje.."),
                Row.of(
                        "drill",
                        "it puts drills together, and the command line is not needed for that",
                        "lab",
                        "computer",
                        "machine",
                        "network",
                        "plan",
                        "protocol",
                        "drill.ground",
                        "drill.measure",
                        "drill.fault",
                        "drill.age",
                        "drill.workload",
                        "drill.report",
                        "control.layout",
                        "control.model",
                        "control.observe",
                        "control.remote",
                        "control.state.desired"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void aPackageImportsOnlyWhatItsRowAllows(Row row) {
        classes()
                .that()
                .resideInAPackage(row.packageName())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(row.allowed()))
                .because(row.because())
                .check(CLASSES);
    }

    @Test
    void everyPackageHasARow() {
        List<String> known = table().map(Row::packageName).toList();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).filter(name -> !name.endsWith(GENERATED)))
                .as("a package that is not in the table could import anything")
                .isSubsetOf(known);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.tandem.(**)")
                .should()
                .beFreeOfCycles()
                .because("values flow right and imports point left; a cycle has no left")
                .check(CLASSES);
    }
}
