package io.github.tfflows;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.core.Bijector;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.EagerSession;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;

/** The packages form layers: each may use those before it in the list, and none after it. */
class LayersTest {
  private static final String ROOT = "io.github.tfflows.";

  /** From the lowest layer to the highest. */
  private static final List<String> LAYERS =
      List.of(
          "core.graph",
          "core",
          "core.univariate",
          "core.base",
          "core.data",
          "core.execution",
          "core.runtime",
          "core.saved.definition",
          "core.saved.shapes",
          "core.saved.rules",
          "core.saved",
          "core.serving",
          "core.model",
          "core.inference",
          "core.training.recipe",
          "core.training.checkpoint",
          "core.training.step",
          "core.training.loop",
          "core.parallel",
          "core.training",
          "bijectors.search",
          "bijectors.scalar",
          "bijectors.cdf",
          "bijectors.spline",
          "bijectors.field",
          "bijectors.continuous",
          "bijectors.residual",
          "bijectors.monotone",
          "bijectors.network.layer",
          "bijectors.network",
          "bijectors.network.autoregressive",
          "bijectors.base",
          "bijectors.surjection",
          "bijectors.linear",
          "bijectors.structure",
          "bijectors",
          "bijectors.image");

  /** Public to the other packages of the library, but not to its users. */
  private static final Set<String> INTERNAL =
      Set.of(
          "core.runtime",
          "core.saved",
          "core.saved.definition",
          "core.saved.shapes",
          "core.saved.rules",
          "core.serving",
          "core.training.checkpoint",
          "core.training.step",
          "core.training.loop");

  private static final List<Class<?>> NATIVE =
      List.of(
          Tensor.class,
          Graph.class,
          Session.class,
          EagerSession.class,
          SavedModelBundle.class,
          ConcreteFunction.class,
          Result.class);

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT + "core", ROOT + "bijectors");

  @Test
  void everyPackageIsInTheList() {
    Set<String> found =
        LIBRARY.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(LAYERS), found);
  }

  @Test
  void theGuideForContributorsHasTheList() throws IOException {
    assertEquals(LAYERS, inGuide("core|bijectors"));
  }

  /** Returns the packages of some modules in the order of the guide for contributors. */
  static List<String> inGuide(String modules) throws IOException {
    Pattern name = Pattern.compile("`((?:%s)(?:\\.\\w+)*)`".formatted(modules));
    return Files.readString(Path.of("../.github/CONTRIBUTING.md"))
        .lines()
        .filter(line -> line.matches("\\| `tfflows-(%s)` .*".formatted(modules)))
        .flatMap(row -> name.matcher(row).results())
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void noLayerUsesOneAboveIt() {
    for (int i = 0; i + 1 < LAYERS.size(); i++) {
      String[] above =
          LAYERS.subList(i + 1, LAYERS.size()).stream().map(ROOT::concat).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + LAYERS.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .check(LIBRARY);
    }
  }

  /** Two public classes of one name would confuse users. */
  @Test
  void noTwoTypesForUsersHaveTheSameName() {
    Map<String, List<String>> places =
        LIBRARY.stream()
            .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(PUBLIC))
            .filter(type -> !INTERNAL.contains(type.getPackageName().substring(ROOT.length())))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));
    places.values().removeIf(packages -> packages.size() == 1);
    assertEquals(Map.of(), places);
  }

  @Test
  void noPackagesUseEachOther() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(LIBRARY);
  }

  /**
   * A definition is a value; native memory has an owner that closes it. The graph of a loop, and
   * the place that names its ops, belong to a build.
   */
  @Test
  void onlyModelsAndTrainingHoldNativeMemory() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackages(
            ROOT + "core.runtime",
            ROOT + "core.serving",
            ROOT + "core.model",
            ROOT + "core.training..")
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveFullyQualifiedName(ROOT + "core.graph.LoopGraph")
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveFullyQualifiedName(ROOT + "core.graph.AsciiNames$Root")
        .should()
        .haveRawType(DescribedPredicate.describe("native memory", LayersTest::isNative))
        .check(LIBRARY);
  }

  private static boolean isNative(JavaClass type) {
    return NATIVE.stream().anyMatch(type::isAssignableTo);
  }

  /** Other ops would have names in the digits of the default locale. */
  @Test
  void onlyOneClassBeginsTheOpsOfAGraph() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "core.graph.AsciiNames")
        .should()
        .callMethod(Ops.class, "create", ExecutionEnvironment.class)
        .check(LIBRARY);
  }

  @Test
  void modulesExportAllButInternalPackages() throws URISyntaxException {
    Set<String> expected = new TreeSet<>(LAYERS);
    expected.removeAll(INTERNAL);
    assertEquals(expected, exported(Bijector.class, Coupling.class));
  }

  /** Returns the packages that the modules of some classes export. */
  static Set<String> exported(Class<?>... classes) throws URISyntaxException {
    Set<String> exported = new TreeSet<>();
    for (Class<?> inside : classes) {
      Path module = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
      ModuleFinder.of(module).findAll().iterator().next().descriptor().exports().stream()
          .map(ModuleDescriptor.Exports::source)
          .forEach(name -> exported.add(name.substring(ROOT.length())));
    }
    return exported;
  }
}
