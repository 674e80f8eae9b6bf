package io.github.tfflows.core.model;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.PeriodicFeatures;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.CircularShift;
import io.github.tfflows.bijectors.scalar.ScalarBijectors;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.gallery.architectures.Architecture;
import io.github.tfflows.tables.serving.TableSignatureTest;
import io.github.tfflows.testing.AutoregressiveConditionerContract;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.ConditionerContract;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Setting;
import io.github.tfflows.testing.SmallFlows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.types.family.TFloating;

/**
 * Models of every kind that this library writes: of each bijector, base and network that has a
 * contract, and of tables.
 */
public final class AllExports {
  /** A model before its export. */
  public record Export(String name, Distribution flow, int contextSize) {
    Export(Distribution flow, int contextSize) {
      this(flow.toString(), flow, contextSize);
    }

    private Export(Bijector map, Setting setting) {
      this(
          new TransformedDistribution(new StandardNormal(setting.event()), map),
          setting.contextSize());
    }

    /** Returns the model as an export has it. */
    public MetaGraphDef model(Precision precision) {
      return model(precision, Compilation.NONE);
    }

    MetaGraphDef model(Precision precision, Compilation compilation) {
      Execution execution = Execution.defaults().withPrecision(precision);
      Class<TFloating> type = Tensors.type(precision);
      MetaGraphDef model =
          ServingGraph.build(
              flow, contextSize, Initialization.of(flow, contextSize, 0, execution), type);
      return model.toBuilder()
          .setGraphDef(ServedGraphs.executed(model.getGraphDef(), compilation))
          .build();
    }
  }

  /** Returns all of them. */
  public static List<Export> all() {
    List<Export> all = new ArrayList<>();
    contracts(BijectorContract.class).forEach(each -> all.add(of(each)));
    contracts(DistributionContract.class)
        .forEach(each -> all.add(new Export(each.distribution(2), 0)));
    contracts(ConditionerContract.class).forEach(each -> all.add(of(each)));
    contracts(AutoregressiveConditionerContract.class)
        .forEach(each -> all.add(of(each.conditioner(5))));
    ScalarBijectors.all()
        .forEach(each -> all.add(new Export(each.map(), new Setting(Shape.of(3), 0))));
    AcceptedModelsTest.flows().values().forEach(flow -> all.add(new Export(flow, 0)));
    SmallFlows.of(3).values().forEach(flow -> all.add(new Export(flow, 2)));
    AcceptedModelsTest.layers().forEach(flow -> all.add(new Export(flow, 2)));
    all.add(new Export(Flows.realNvp(1, 1, Mlp.of(4)), 2)); // whose network reads the context alone
    try {
      TableSignatureTest.densities().forEach((flow, size) -> all.add(new Export(flow, size)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Returns the architectures, which consist of parts that are in {@link #all}. */
  public static List<Export> architectures() {
    return Stream.of(Architecture.values()).map(each -> new Export(each.of(3), 0)).toList();
  }

  /** In the last setting, which has a context where there is one. */
  private static Export of(BijectorContract contract) {
    List<Setting> settings = contract.settings();
    Setting last = settings.get(settings.size() - 1);
    return new Export(contract.bijector(last.event()), last);
  }

  private static Export of(ConditionerContract contract) {
    Conditioner network = contract.conditioner();
    Bijector map =
        network instanceof PeriodicFeatures periodic
            ? new Coupling(new CircularShift(periodic.bound()), network)
            : new Coupling(new Affine(), network);
    return new Export(map, new Setting(contract.places().append(3), 2));
  }

  private static Export of(AutoregressiveConditioner network) {
    return new Export(new MaskedAutoregressive(new Affine(), network), new Setting(Shape.of(5), 2));
  }

  /** Returns an instance of each test class that describes a thing by a contract. */
  private static <T> List<T> contracts(Class<T> contract) {
    try (Stream<Path> files = Files.walk(root())) {
      List<T> found = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith("Test.class")).toList()) {
        String name =
            root().relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        Class<?> type = Class.forName(name.replace(".class", ""), false, contract.getClassLoader());
        if (contract.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
          Constructor<?> constructor = type.getDeclaredConstructors()[0];
          constructor.setAccessible(true);
          if (constructor.getParameterCount() == 0) {
            found.add(contract.cast(constructor.newInstance()));
            continue;
          }
          for (Object row : rows(type, constructor.getParameterTypes()[0])) {
            found.add(contract.cast(constructor.newInstance(row)));
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a contract without a constructor", e);
    }
  }

  /** Returns the rows of a class of tests for a list of cases, or for all values of an enum. */
  private static List<?> rows(Class<?> tests, Class<?> row) throws ReflectiveOperationException {
    if (row.isEnum()) {
      return List.of(row.getEnumConstants());
    }
    FieldSource named = Objects.requireNonNull(tests.getAnnotation(FieldSource.class));
    Field cases = tests.getDeclaredField(named.value()[0]);
    cases.setAccessible(true);
    return (List<?>) cases.get(null);
  }

  private static Path root() {
    try {
      return Path.of(AllExports.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private AllExports() {}
}
