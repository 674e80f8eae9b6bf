package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.Cauchy;
import io.github.tfflows.core.base.ClassConditionalNormal;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.FullNormal;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.StudentT;
import io.github.tfflows.core.base.TruncatedNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.base.VonMises;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

class SummaryTest {
  private static final List<Double> HALF = List.of(0.5);

  /** Numbers of a distribution of one entry. */
  record Known(Distribution of, List<Double> numbers) {}

  /** Entropy, mean and variance by scipy.stats 1.17.1, where they exist; modes by formulas. */
  static final List<Known> KNOWN =
      List.of(
          known(StandardNormal.of(1), "1.4189385332046727 0.0 1.0 0.0"),
          known(DiagonalNormal.fixed(HALF, List.of(2.0)), "2.112085713764618 0.5 4.0 0.5"),
          known(FullNormal.fixed(HALF, List.of(List.of(4.0))), "2.112085713764618 0.5 4.0 0.5"),
          known(
              Logistic.fixed(HALF, List.of(2.0)), "2.6931471805599454 0.5 13.159472534785811 0.5"),
          known(Laplace.fixed(HALF, List.of(2.0)), "2.386294361119891 0.5 8.0 0.5"),
          known(Cauchy.fixed(HALF, List.of(2.0)), "3.224171427529236 NaN NaN 0.5"),
          known(
              StudentT.fixed(List.of(3.5), HALF, List.of(2.0)),
              "2.4140373012424123 0.5 9.333333333333334 0.5"),
          known(
              StudentT.fixed(List.of(1.5), HALF, List.of(2.0)),
              "2.8428066484045944 0.5 Infinity 0.5"),
          known(StudentT.fixed(HALF, HALF, List.of(2.0)), "4.3598745966638 NaN NaN 0.5"),
          known(Exponential.fixed(List.of(2.5)), "0.083709268125845 0.4 0.16000000000000003 0.0"),
          known(Gamma.fixed(List.of(2.5), List.of(4.0)), "0.34365354838516393 0.625 0.15625 0.375"),
          known(Gamma.fixed(HALF, List.of(4.0)), "-1.2956844312059024 0.125 0.03125 0.0"),
          known(
              Beta.fixed(List.of(2.5), List.of(4.0)),
              "-0.3411066996197345 0.38461538461538464 0.03155818540433925 0.3333333333333333"),
          known(
              Beta.fixed(HALF, List.of(4.0)),
              "-1.367542861096978 0.1111111111111111 0.017957351290684626 NaN"),
          known(Uniform.cube(1, -1, 3), "1.3862943611198906 1.0 1.3333333333333333 NaN"),
          known(
              TruncatedNormal.fixed(HALF, List.of(2.0), Uniform.cube(1, -1, 3)),
              "1.3681191393842251 0.8549027639677395 1.1533678400475518 0.5"),
          known(
              TruncatedNormal.fixed(HALF, List.of(2.0), Uniform.cube(1, 8, 9)),
              "-0.14932810721495493 8.344639437916276 0.06860340041696134 8.0"),
          known(VonMises.fixed(HALF, List.of(0.5)), "1.7781769793044258 0.5 0.757500387419198 0.5"),
          known(
              VonMises.fixed(HALF, List.of(4.0)), "0.8087594178266033 0.5 0.1364773889754496 0.5"),
          known(
              VonMises.fixed(HALF, List.of(300.0)),
              "-1.4321172777484321 0.5 0.0016680602094664154 0.5"));

  /** A distribution with its entropy, mean, variance and mode. */
  private static Known known(Distribution of, String numbers) {
    return new Known(of, Stream.of(numbers.split(" ", -1)).map(Double::valueOf).toList());
  }

  private static List<Values> summary(Distribution of) {
    Summary summary = of.summary().orElseThrow();
    try (Workbench bench = Workbench.float64()) {
      List<Expr> built =
          List.of(
              summary.entropy().at(bench.scope()),
              summary.mean().at(bench.scope()),
              summary.variance().at(bench.scope()),
              summary.mode().at(bench.scope()));
      return bench.fetchAll(built, bench.initialValues());
    }
  }

  private static void assertClose(double expected, double found, Object what) {
    double margin = Double.isFinite(expected) ? 1e-10 * (1e-3 + Math.abs(expected)) : 0;
    assertEquals(expected, found, margin, what::toString);
  }

  @ParameterizedTest
  @FieldSource("KNOWN")
  void agreesWithAnotherImplementation(Known known) {
    List<Values> found = summary(known.of());
    List<String> names = List.of("entropy", "mean", "variance", "mode");
    for (int i = 0; i < names.size(); i++) {
      assertClose(known.numbers().get(i), found.get(i).at(0), names.get(i) + " of " + known);
    }
  }

  /** With {@code L = (2 0, 1 3)}: {@code log 2πe + log 6}, and the diagonal of {@code L·Lᵀ}. */
  @Test
  void entropyOfDependentEntriesIsTheirJointOne() {
    FullNormal normal =
        FullNormal.fixed(List.of(1.0, 2.0), List.of(List.of(4.0, 2.0), List.of(2.0, 10.0)));
    List<Values> found = summary(normal);
    double entropy = found.get(0).at(0) + found.get(0).at(1);
    assertEquals(1 + Math.log(2 * Math.PI) + Math.log(6), entropy, 1e-12);
    assertTrue(found.get(2).distance(Values.of(Shape.of(2), 4, 10)) < 1e-12);
  }

  @Test
  void jointAndTemperedNumbersAreThoseOfTheirParts() {
    Joint joint = Joint.of(Exponential.fixed(List.of(2.0, 4.0)), StandardNormal.of(1));
    List<Values> found = summary(new Tempered(joint, 3));
    assertTrue(found.get(1).distance(Values.of(Shape.of(3), 1.5, 0.75, 0)) < 1e-12);
    assertTrue(found.get(2).distance(Values.of(Shape.of(3), 2.25, 0.5625, 9)) < 1e-12);
    assertEquals(1 - Math.log(2) + Math.log(3), found.get(0).at(0), 1e-12);
  }

  @Test
  void everyContextHasItsOwn() {
    ClassConditionalNormal normal = new ClassConditionalNormal(2, Shape.of(1));
    Joint joint = Joint.of(normal, StandardNormal.of(1));
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("context", Shape.of(-1, 2));
      Expr mean = joint.summary().orElseThrow().mean().at(bench.scope(context));
      Values found =
          bench.fetch(
              mean,
              Map.of(
                  "context", Values.rows(Shape.of(2), 0, 1, 1, 0),
                  "part_0.means", Values.rows(Shape.of(1), 5, 7)));
      assertEquals(Values.rows(Shape.of(2), 7, 0, 5, 0), found);
    }
  }

  @Test
  void someDistributionsHaveNone() {
    GaussianMixture mixture = new GaussianMixture(2, 1);
    assertTrue(mixture.summary().isEmpty());
    assertTrue(Joint.of(mixture, StandardNormal.of(1)).summary().isEmpty());
  }
}
