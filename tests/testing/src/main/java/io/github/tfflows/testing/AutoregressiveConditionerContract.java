package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The contract of every {@link AutoregressiveConditioner}, as tests. */
public interface AutoregressiveConditionerContract {
  int PARAMETERS = 3;

  /** Returns the network, equal in each call, with a unit for each of five features. */
  AutoregressiveConditioner conditioner();

  /** Returns the network for a number of features, if it depends on this number. */
  default AutoregressiveConditioner conditioner(int features) {
    return conditioner();
  }

  /** Returns the names of its parameters in the order of their declaration. */
  List<String> parameterNames();

  /** Returns the names for one size of the context, if they depend on it. */
  default List<String> parameterNames(int contextSize) {
    return parameterNames();
  }

  /** Returns the names of parameters that do not exist without inputs. */
  default List<String> inputKernels() {
    return parameterNames().subList(0, 1);
  }

  private NetworkLab masked(int d, int contextSize) {
    return new NetworkLab(
        d, contextSize, (scope, x) -> conditioner(d).parameters(scope, x, PARAMETERS));
  }

  private NetworkLab stepped(int d, int contextSize) {
    return new NetworkLab(d, contextSize, this::steps);
  }

  private Expr steps(GraphScope scope, Expr x) {
    List<Expr> thetas = new ArrayList<>();
    conditioner(x.size(-1))
        .forward(
            scope,
            x,
            PARAMETERS,
            (feature, entry, theta) -> {
              thetas.add(theta);
              return new Mapped(entry, entry.zeros());
            });
    return scope.concat(1, thetas);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "5, 0", "1, 2", "5, 2"})
  default void readsEarlierFeaturesOnly(int d, int contextSize) {
    try (NetworkLab lab = masked(d, contextSize)) {
      Map<String, Values> feeds = lab.feeds(1);
      assertEquals(Shape.of(NetworkLab.ROWS, d, PARAMETERS), lab.theta(feeds).shape());
      double[][] influence = new double[d][d];
      for (int trial = 0; trial < 3; trial++) {
        double[][] jacobian = lab.jacobian("known", lab.feeds(trial));
        for (int i = 0; i < jacobian.length; i++) {
          for (int j = 0; j < d; j++) {
            influence[i / PARAMETERS][j] += Math.abs(jacobian[i][j]);
          }
        }
      }
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          String pair = "feature " + j + " on the parameters of feature " + i;
          assertEquals(j < i, influence[i][j] > 0, pair + ": " + influence[i][j]);
        }
      }
      boolean readsNothing = d == 1 && contextSize == 0;
      List<String> names = new ArrayList<>(parameterNames(contextSize));
      names.removeAll(readsNothing ? inputKernels() : List.of());
      assertEquals(names, lab.bench().parameterNames());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "5, 0", "8, 0", "1, 2", "5, 2"})
  default void stepsYieldWhatOnePassYields(int d, int contextSize) {
    try (NetworkLab pass = masked(d, contextSize);
        NetworkLab steps = stepped(d, contextSize)) {
      assertEquals(pass.bench().parameterShapes(), steps.bench().parameterShapes());
      for (int trial = 0; trial < 3; trial++) {
        Map<String, Values> feeds = pass.feeds(trial);
        double error = steps.theta(feeds).distance(pass.theta(feeds));
        assertTrue(error <= 1e-13, () -> "steps are off by " + error);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "5, 0", "5, 2"})
  default void hasTheGradientsOfCentralDifferences(int d, int contextSize) {
    try (NetworkLab pass = masked(d, contextSize);
        NetworkLab steps = stepped(d, contextSize)) {
      pass.assertGradients();
      steps.assertGradients();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "5, 0", "1, 2", "5, 2"})
  default void startsAtZero(int d, int contextSize) {
    try (NetworkLab lab = masked(d, contextSize)) {
      Map<String, Values> feeds = lab.feeds(1);
      feeds.putAll(lab.bench().initialValues());
      assertEquals(0, lab.theta(feeds).largestMagnitude());
    }
  }

  @Test
  default void rowsDoNotInfluenceEachOther() {
    try (NetworkLab pass = masked(5, 2);
        NetworkLab steps = stepped(5, 2)) {
      pass.assertRowsIndependent();
      steps.assertRowsIndependent();
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  default void contextReachesEveryFeature(int d) {
    try (NetworkLab lab = masked(d, 2)) {
      double[][] jacobian = lab.jacobian("context", lab.feeds(1));
      for (int i = 0; i < d; i++) {
        double influence = 0;
        for (int p = 0; p < PARAMETERS; p++) {
          influence += Math.abs(jacobian[i * PARAMETERS + p][0]);
        }
        assertTrue(influence > 0, "the context does not reach feature " + i);
      }
    }
  }

  @Test
  default void isAValue() {
    assertEquals(conditioner(), conditioner());
    assertEquals(conditioner().hashCode(), conditioner().hashCode());
    assertTrue(conditioner().toString().contains(conditioner().getClass().getSimpleName()));
  }
}
