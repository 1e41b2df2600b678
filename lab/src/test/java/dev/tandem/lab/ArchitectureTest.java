package dev.tandem.lab;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tandem.lab");

    @Test
    void importsPointFromTheLabDownToTheComputer() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("lab")
                .definedBy("dev.tandem.lab")
                .layer("machine")
                .definedBy("dev.tandem.lab.machine")
                .layer("network")
                .definedBy("dev.tandem.lab.network")
                .layer("image")
                .definedBy("dev.tandem.lab.image")
                .layer("computer")
                .definedBy("dev.tandem.lab.computer")
                .layer("plan")
                .definedBy("dev.tandem.lab.plan")
                .whereLayer("lab")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("machine")
                .mayOnlyBeAccessedByLayers("lab")
                .whereLayer("network")
                .mayOnlyBeAccessedByLayers("lab", "machine")
                .whereLayer("image")
                .mayOnlyBeAccessedByLayers("lab", "machine")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("lab", "machine", "network")
                .because("a machine is made from image and network, which know nothing of machines")
                .check(CLASSES);
    }
}
