package dev.claymore.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way only: the modules in the order of the data's way, the web framework in one of them. */
class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.claymore");
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String module : new String[] {"engine", "store", "ingest", "otel", "query", "analyst", "shop", "server"}) {
            assertThat(classes.stream().filter(type -> type.getPackageName().equals("dev.claymore." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void modulesKnowOnlyTheirNeighbours() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.claymore..")
                .layer("engine")
                .definedBy("dev.claymore.engine..")
                .layer("store")
                .definedBy("dev.claymore.store..")
                .layer("ingest")
                .definedBy("dev.claymore.ingest..")
                .layer("otel")
                .definedBy("dev.claymore.otel..")
                .layer("query")
                .definedBy("dev.claymore.query..")
                .layer("analyst")
                .definedBy("dev.claymore.analyst..")
                .layer("shop")
                .definedBy("dev.claymore.shop..")
                .layer("server")
                .definedBy("dev.claymore.server..")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("ingest", "otel", "query", "analyst", "server")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("otel", "server")
                .whereLayer("otel")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("query")
                .mayOnlyBeAccessedByLayers("analyst", "otel", "server")
                .whereLayer("analyst")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("shop")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("shop")
                .mayNotAccessAnyLayer()
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @Test
    void onlyTheServerKnowsTheWebFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.claymore.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..")
                .check(classes);
    }

    @Test
    void onlyTheStoreKnowsTheDatabaseClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.claymore.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.clickhouse..")
                .check(classes);
    }

    @Test
    void onlyTheEngineCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.claymore.engine..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(classes);
    }
}
