package io.github.tfflows;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static final Pattern NAME =
      Pattern.compile("`((?:core|bijectors|tables|serve|cli|spark|gallery|testing)(?:\\.\\w+)*)`");

  /** Public to the other packages of the library, but not to its users. */
  private static final Set<String> INTERNAL =
      Set.of(
          ("core.runtime core.saved core.saved.definition core.saved.shapes core.saved.rules"
                  + " core.serving core.training.checkpoint core.training.step core.training.loop"
                  + " tables.derived tables.sketch tables.stacking tables.text")
              .split(" ", -1));

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

  /** Returns the packages from the lowest to the highest, as the guide for contributors does. */
  private static List<String> layers() throws IOException {
    return Files.readString(Path.of("../.github/CONTRIBUTING.md"))
        .lines()
        .filter(line -> line.startsWith("| `tfflows-"))
        .flatMap(row -> NAME.matcher(row).results())
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyPackageIsInTheGuide() throws IOException {
    Set<String> found = RoomsTest.rooms().keySet();
    Set<String> expected = new TreeSet<>(layers());
    if (found.stream().noneMatch(name -> name.startsWith("spark"))) { // not compiled
      expected.removeIf(name -> name.startsWith("spark"));
    }
    assertEquals(expected, found);
  }

  @Test
  void noPackageUsesOneAboveIt() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> layers = layers();
    RoomsTest.rooms()
        .forEach(
            (name, room) ->
                room.forEach(
                    (file, used) ->
                        used.stream()
                            .filter(
                                other ->
                                    layers.indexOf(RoomsTest.place(other)) > layers.indexOf(name))
                            .forEach(other -> wrong.add(file + " uses " + other))));
    assertEquals(List.of(), wrong);
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
        .doNotHaveFullyQualifiedName(ROOT + "core.graph.OpNames$Root")
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
        .doNotHaveFullyQualifiedName(ROOT + "core.graph.OpNames")
        .should()
        .callMethod(Ops.class, "create", ExecutionEnvironment.class)
        .check(LIBRARY);
  }

  /** A user's project may resolve an older protobuf, whose messages have another superclass. */
  @Test
  void nothingNamesTheSuperclassOfProtobufsMessages() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("com\\.google\\.protobuf\\.GeneratedMessage.*")
        .check(LIBRARY);
  }

  @Test
  void modulesExportAllButInternalPackages() throws IOException, URISyntaxException {
    Set<String> expected = new TreeSet<>(layers());
    expected.removeIf(name -> !name.matches("(core|bijectors|tables)(\\..*)?"));
    expected.removeAll(INTERNAL);
    Set<String> exported = new TreeSet<>();
    for (Class<?> inside : List.of(Bijector.class, Coupling.class, TableModel.class)) {
      Path module = Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
      ModuleFinder.of(module).findAll().iterator().next().descriptor().exports().stream()
          .map(ModuleDescriptor.Exports::source)
          .forEach(name -> exported.add(name.substring(ROOT.length())));
    }
    assertEquals(expected, exported);
  }
}
