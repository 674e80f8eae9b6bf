package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.SurrogatePosterior.Part;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.structure.Ordered;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SurrogatePosteriorTest {
  private static final Training RECIPE =
      Training.defaults()
          .withSteps(1_500)
          .withBatchSize(256)
          .withLearningRate(LearningRate.cosine(2e-2));

  private static final SurrogatePosterior ALL =
      SurrogatePosterior.of(
          Part.real("mu", 2),
          Part.positive("rate", 1),
          Part.simplex("shares", 3),
          Part.interval("angle", 1, -1, 3));

  private static Map<String, Rows> draws(SurrogatePosterior unknowns, CompiledDistribution fitted) {
    return unknowns.layout().split(fitted.sampleAndLogProb(20_000, 1).x());
  }

  /** Compares by standard deviations: those of estimates are about a hundredth. */
  private static void assertMoments(double mean, double deviation, Rows draws, int column) {
    double[] entries = Arrays.stream(draws.toArrays()).mapToDouble(row -> row[column]).toArray();
    double found = Arrays.stream(entries).average().orElseThrow();
    double square = Arrays.stream(entries).map(at -> (at - found) * (at - found)).sum();
    assertEquals(0, (found - mean) / deviation, 0.05);
    assertEquals(1, Math.sqrt(square / entries.length) / deviation, 0.08);
  }

  /**
   * Independent posteriors: two correlated means, {@code Gamma(30, 10)}, {@code Beta(12, 6)} from
   * -1 to 3, and {@code Dirichlet(10, 20, 30)}.
   */
  private static Expr independent(GraphScope scope, Map<String, Expr> at) {
    List<Expr> mu = the(at, "mu").minus(1).entries(-1);
    Expr normal =
        mu.get(0).square().plus(mu.get(1).square()).minus(mu.get(0).times(mu.get(1)).times(1.6));
    Expr rate = the(at, "rate").sumLast();
    Expr share = the(at, "angle").plus(1).times(0.25).sumLast();
    Expr counts = scope.constant(Shape.of(3), 9, 19, 29);
    return normal
        .times(-0.5 / 0.36)
        .plus(rate.log().times(29).minus(rate.times(10)))
        .plus(share.log().times(11).plus(share.complement().log().times(5)))
        .plus(the(at, "shares").log().times(counts).sumLast());
  }

  @Test
  void partsHaveThePosteriorsOnTheirSupports() {
    LogDensity target = ALL.target(SurrogatePosteriorTest::independent);
    try (CompiledDistribution fitted = RECIPE.fitTo(ALL.fullCovariance(), target)) {
      Map<String, Rows> draws = draws(ALL, fitted);
      assertMoments(1, 1, the(draws, "mu"), 0);
      assertMoments(1, 1, the(draws, "mu"), 1);
      float[][] mu = the(draws, "mu").toArrays();
      float[] difference = new float[mu.length];
      for (int i = 0; i < difference.length; i++) {
        difference[i] = mu[i][0] - mu[i][1];
      }
      assertMoments(0, Math.sqrt(0.4), Rows.of(difference, 1), 0);
      assertMoments(3, Math.sqrt(0.3), the(draws, "rate"), 0);
      double beta = Math.sqrt(12.0 * 6 / (18 * 18 * 19));
      assertMoments(-1 + 4 * 12 / 18.0, 4 * beta, the(draws, "angle"), 0);
      for (int k = 0; k < 3; k++) {
        double share = (k + 1) / 6.0;
        assertMoments(share, Math.sqrt(share * (1 - share) / 61), the(draws, "shares"), k);
      }
    }
  }

  @Test
  void familiesStartAtTheStandardNormal() {
    double[] middle = {0, 0, 1, 1 / 3.0, 1 / 3.0, 1 / 3.0, 1};
    List<TransformedDistribution> families =
        List.of(ALL.meanField(), ALL.fullCovariance(), ALL.inverseAutoregressive());
    // Slopes of the maps at zero: 1, 1, 1, 1/27 of the shares, 4·1/4.
    double expected = -3 * Math.log(2 * Math.PI) + 3 * Math.log(3);
    for (TransformedDistribution family : families) {
      assertEquals(Shape.of(7), family.eventShape());
      try (Workbench bench = Workbench.float64()) {
        Expr x = bench.input("x", Shape.of(-1, 7));
        Expr logProb = family.logProb(bench.scope(), x);
        Map<String, Values> feeds = bench.initialValues();
        feeds.put("x", Values.rows(Shape.of(7), middle));
        assertEquals(expected, bench.fetch(logProb, feeds).at(0), 1e-9, family.toString());
      }
    }
  }

  @Test
  void cutsVectorsByName() {
    Map<String, Rows> draws = ALL.layout().split(Rows.of(new float[] {1, 2, 3, 4, 5, 6, 7}, 7));
    assertEquals(List.of("mu", "rate", "shares", "angle"), List.copyOf(draws.keySet()));
    assertArrayEquals(new float[] {1, 2}, the(draws, "mu").values());
    assertArrayEquals(new float[] {7}, the(draws, "angle").values());
    assertArrayEquals(new float[] {4, 5, 6}, the(draws, "shares").values());
    try (Workbench bench = Workbench.float64()) {
      Map<String, Expr> parts = ALL.cut(bench.input("x", Shape.of(-1, 7)));
      assertEquals(List.copyOf(draws.keySet()), List.copyOf(parts.keySet()));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(7), 1, 2, 3, 4, 5, 6, 7));
      assertArrayEquals(new double[] {4, 5, 6}, bench.fetch(the(parts, "shares"), feeds).entries());
    }
  }

  @Test
  void aPartMayHaveAnyMapOntoVectors() {
    assertEquals(3, new Part("cuts", 3, new Ordered()).size());
  }

  @Test
  void rejectsWhatItCannotBuild() {
    Expect.rejected("got the names []", SurrogatePosterior::of);
    Expect.rejected(
        "got the names [mu, mu]",
        () -> SurrogatePosterior.of(Part.real("mu", 1), Part.positive("mu", 1)));
    Expect.rejected("mu needs at least one coordinate, got 0", () -> Part.real("mu", 0));
    LogDensity target = ALL.target(SurrogatePosteriorTest::independent);
    Expect.rejected(
        "expected vectors of the 7 entries of [",
        () -> RECIPE.fitTo(StandardNormal.of(8), target).close());
    Expect.rejected("shares needs", () -> Part.simplex("shares", 1));
    Expect.rejected("low 2", () -> Part.interval("p", 1, 2, 1));
    Expect.rejected("vector", () -> new Part("m", 4, new Reshape(Shape.of(4), Shape.of(2, 2))));
    Expect.rejected("got 0", () -> ALL.inverseAutoregressive(0, Made.of(4)));
    Expect.rejected("of 7 entries", () -> ALL.layout().split(Rows.of(new float[6], 6)));
  }

  private static <T> T the(Map<String, T> parts, String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }
}
