package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Densities of present entries that are known in closed form, and maps that have none. */
class AbsentEntriesMarginalsTest {
  private static final int D = 3;
  private static final Values MASKS = MaskedDensity.MASKS;

  /** The first features of an autoregressive flow are a flow of their own: its marginal. */
  @Test
  void leadingFeaturesOfAnAutoregressiveFlowHaveTheirMarginal() {
    Made network = Made.of(8);
    TransformedDistribution flow =
        new TransformedDistribution(
            StandardNormal.of(D), new MaskedAutoregressive(new Affine(), network));
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      GraphScope place = lab.unmasked();
      GraphScope inMap = place.sub("bijector").sub("conditioner");
      Mapped z = new Affine().inverse(place, lab.x(), network.parameters(inMap, lab.x(), 2));
      Expr each = z.value().square().plus(Math.log(2 * Math.PI)).times(-0.5).plus(z.logDet());
      for (int known = 1; known <= D; known++) {
        double[] leading = new double[D];
        Arrays.fill(leading, 0, known, 1);
        Values mask = Values.of(Shape.of(1, D), leading).repeatRows(MASKS.rowCount());
        Map<String, Values> feeds = lab.feeds(MaskedDensity.points(5), mask);
        Values expected = lab.bench().fetch(each.slice(1, 0, known).sumLast(), feeds);
        assertTrue(lab.logProb(MaskedDensity.points(5), mask).distance(expected) <= 1e-13);
      }
    }
  }

  /** The marginals of a mixture are mixtures of the marginals. */
  @Test
  void presentEntriesOfAMixtureHaveTheirMarginal() {
    try (MaskedDensity all = new MaskedDensity(new GaussianMixture(2, D));
        Workbench fewer = Workbench.float64()) {
      Map<String, Values> feeds = all.feeds(MaskedDensity.points(6), MASKS);
      Expr logProb =
          new GaussianMixture(2, 2).logProb(fewer.scope(), fewer.input("x", Shape.of(-1, 2)));
      Map<String, Values> marginal = new LinkedHashMap<>();
      marginal.put("logits", Values.fed(feeds, "logits"));
      for (String name : List.of("means", "log_scales")) {
        Values at = Values.fed(feeds, name);
        marginal.put(name, Values.rows(Shape.of(2), at.at(0), at.at(2), at.at(3), at.at(5)));
      }
      int row = 4; // the first and the last entry
      double[] x = MaskedDensity.points(6).row(row);
      marginal.put("x", Values.rows(Shape.of(2), x[0], x[2]));
      double expected = fewer.fetch(logProb, marginal).at(0);
      assertEquals(expected, all.logProb(MaskedDensity.points(6), MASKS).at(row), 1e-13);
    }
  }

  /** Independent entries keep their own densities. */
  @Test
  void standardizedEntriesHaveTheirOwnDensities() {
    List<Double> mean = List.of(1.0, -2.0, 3.0);
    List<Double> scale = List.of(0.5, 2.0, 4.0);
    TransformedDistribution flow =
        new TransformedDistribution(
            DiagonalNormal.fixed(List.of(0.5, 0.0, -1.0), List.of(2.0, 1.0, 0.5)),
            new Standardize(mean, scale));
    double[] centers = {1.25, -2, -1};
    double[] deviations = {1, 2, 2};
    try (MaskedDensity lab = new MaskedDensity(flow)) {
      Values found = lab.logProb(MaskedDensity.points(7), MASKS);
      for (int row = 0; row < MASKS.rowCount(); row++) {
        double expected = 0;
        for (int i = 0; i < D; i++) {
          double z = (MaskedDensity.points(7).row(row)[i] - centers[i]) / deviations[i];
          double log = -0.5 * z * z - Math.log(deviations[i]) - 0.5 * Math.log(2 * Math.PI);
          expected += MASKS.row(row)[i] * log;
        }
        assertEquals(expected, found.at(row), 1e-13);
      }
    }
  }

  private static Stream<Bijector> mixing() {
    return Stream.of(new InvertibleLinear(D, 1), new Planar(PlanarActivation.TANH), new Radial());
  }

  @ParameterizedTest
  @MethodSource("mixing")
  void mapsThatMixAllEntriesRefuse(Bijector map) {
    Chain inside = Chain.of(new Affine(), map, new Affine());
    Blockwise block = Blockwise.of(new Blockwise.Part(D, map));
    for (Bijector refusing : List.of(map, map.inverted(), inside, inside.inverted(), block)) {
      TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(D), refusing);
      try (Workbench bench = Workbench.float64()) {
        Expr x = bench.input("x", Shape.of(-1, D));
        GraphScope scope = bench.scope().withPresence(bench.input("mask", Shape.of(-1, D)));
        String name = map.getClass().getSimpleName();
        Expect.rejected(name, () -> flow.logProb(scope, x));
        Expect.rejected("mixes all entries", () -> flow.sample(scope, bench.noise(2, 1, 2)));
      }
    }
  }
}
