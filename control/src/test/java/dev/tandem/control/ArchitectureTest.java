package dev.tandem.control;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds section 3 of DESIGN.md: who may import whom, and why. A package that is missing here fails. */
class ArchitectureTest {
    private static final String ROOT = ImportTable.ROOT;
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tandem");

    private static final String[] PURE = {
        ROOT + "model",
        ROOT + "rules",
        ROOT + "layout",
        ROOT + "credentials",
        ROOT + "state..",
        ROOT + "plan",
        ROOT + "render.."
    };

    @ParameterizedTest
    @MethodSource("dev.tandem.control.ImportTable#rows")
    void aPackageImportsOnlyWhatItsRowAllows(ImportTable.Row row) {
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
        List<String> known =
                ImportTable.rows().map(ImportTable.Row::packageName).toList();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(ROOT)))
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

    @Test
    void theProtocolUsesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.tandem.protocol..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "javax.net.ssl..", "org.jspecify.annotations..", "dev.tandem.protocol.."))
                .because("every process has it on its class path, and must gain no library by it")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineTalksAndEnds() {
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.control..")
                .and()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(PrintStream.class)
                .because("standard output is for the data of a command, and only the command knows its exit code")
                .check(CLASSES);
    }

    @Test
    void whatCameFromAMachineIsMadePrintableFirst() {
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.control..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Output")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Json")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "cli.Talk")
                .and()
                .haveNameNotMatching(".*\\.(CompletionCommand|HelpCommand|RehearseCommand)")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a machine in other hands must not write to the admin's terminal what hides lines of a plan;"
                        + " the three exceptions print what picocli makes of our own words")
                .check(CLASSES);
    }

    @Test
    void onlyRemoteAndSessionsReachOutOfThisProcess() {
        noClasses()
                .that()
                .resideInAPackage("dev.tandem.control..")
                .and()
                .resideOutsideOfPackage(ROOT + "remote")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "cli.shell.Sessions")
                .should()
                .dependOnClassesThat(reachOut())
                .orShould()
                .callMethodWhere(target(name("exec")).and(target(owner(type(Runtime.class)))))
                .because("machines are reached in one way, the same in the lab and on the real site")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> reachOut() {
        return DescribedPredicate.describe(
                "are processes or sockets",
                type -> type.getName()
                                .matches("java\\.lang\\.ProcessBuilder|java\\.net\\.http\\..*"
                                        + "|java\\.nio\\.channels\\..*Socket.*")
                        || type.isAssignableTo(Socket.class)
                        || type.isAssignableTo(ServerSocket.class));
    }

    @Test
    void whatDecidesHasNoClockAndNoDice() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethodWhere(isClock())
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .because("equal input gives equal bytes and equal plans")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> isClock() {
        return DescribedPredicate.describe("asks a clock", call -> {
            String target =
                    call.getTargetOwner().getFullName() + "." + call.getTarget().getName();
            return target.matches("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)|java\\.time\\..*\\.now"
                    + "|java\\.time\\.Clock\\.system.*|java\\.util\\.UUID\\.randomUUID");
        });
    }

    @Test
    void whatDecidesReadsNoFile() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(nameMatching("java\\.nio\\.file\\.Files|java\\.io\\.(File|Random|Reader).*"))
                .because("decisions are pure and effects are at the edges")
                .check(CLASSES);
    }

    @Test
    void nothingAsksWhetherItIsInTheLab() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + "cli.Place")
                .because("the lab differs from the real site only in where machines come from")
                .check(CLASSES);
    }
}
