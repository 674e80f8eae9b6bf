package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The contract of every {@link Conditioner}, as tests. */
public interface ConditionerContract {
  int FEATURES = 3;
  int PARAMETERS = 4;

  /** Returns the network, equal in each call. */
  Conditioner conditioner();

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

  /** Returns the sizes of its inputs without the last axis: none for vectors. */
  default Shape places() {
    return Shape.scalar();
  }

  private NetworkLab lab(int known, int contextSize) {
    return new NetworkLab(
        places().append(known),
        contextSize,
        (scope, x) -> conditioner().parameters(scope, x, FEATURES, PARAMETERS));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 2", "1, 0", "3, 0", "3, 2"})
  default void yieldsParametersPerFeature(int known, int contextSize) {
    try (NetworkLab lab = lab(known, contextSize)) {
      Values theta = lab.theta(lab.feeds(1));
      Shape event = places().append(FEATURES).append(PARAMETERS);
      assertEquals(event.prepend(NetworkLab.ROWS), theta.shape());
      assertArrayEquals(event.prepend(-1).asArray(), lab.built().shape().asArray());
      assertTrue(theta.largestMagnitude() > 0);
      boolean readsNothing = known == 0 && contextSize == 0; // there is no kernel then
      List<String> names = new ArrayList<>(parameterNames(contextSize));
      names.removeAll(readsNothing ? inputKernels() : List.of());
      assertEquals(names, lab.bench().parameterNames());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 2", "1, 0", "3, 0", "3, 2"})
  default void startsAtZero(int known, int contextSize) {
    try (NetworkLab lab = lab(known, contextSize)) {
      Map<String, Values> feeds = lab.feeds(1);
      feeds.putAll(lab.bench().initialValues());
      assertEquals(0, lab.theta(feeds).largestMagnitude());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "3, 2"})
  default void hasTheGradientsOfCentralDifferences(int known, int contextSize) {
    try (NetworkLab lab = lab(known, contextSize)) {
      lab.assertGradients();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 2"})
  default void readsEveryInputOfItsRowOnly(int known, int contextSize) {
    try (NetworkLab lab = lab(known, contextSize)) {
      lab.assertRowsIndependent();
      lab.assertReads("known", Math.toIntExact(places().size()) * known);
      if (contextSize > 0) {
        lab.assertReads("context", contextSize);
      }
    }
  }

  @Test
  default void readsTheContextWhenNothingIsKnown() {
    try (NetworkLab lab = lab(0, 2)) {
      lab.assertReads("context", 2);
    }
  }

  @Test
  default void layersStartDifferently() {
    try (Workbench bench = Workbench.float64()) {
      for (String place : List.of("one", "other")) {
        Expr unused =
            conditioner()
                .parameters(
                    bench.scope().sub(place),
                    bench.input(place, places().prepend(-1).append(3)),
                    2,
                    2);
      }
      Map<String, Values> initial = bench.initialValues();
      boolean different =
          initial.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("one."))
              .anyMatch(
                  entry ->
                      entry
                              .getValue()
                              .distance(Values.fed(initial, "other." + entry.getKey().substring(4)))
                          > 0);
      assertTrue(different, "the seed of the place is not used");
    }
  }

  @Test
  default void isAValue() {
    assertEquals(conditioner(), conditioner());
    assertEquals(conditioner().hashCode(), conditioner().hashCode());
    assertTrue(conditioner().toString().contains(conditioner().getClass().getSimpleName()));
  }
}
