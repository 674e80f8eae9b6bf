package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MaskedDensity;
import io.github.tfflows.testing.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Flows with maps to the data, light tails and absent entries. */
class FlowsTest {
  @Test
  void mapsToTheDataFollowTheFlowAndLeaveItsNames() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    TransformedDistribution raw = flow.then(standardize);
    List<Bijector> links = ((Chain) raw.bijector()).bijectors();
    assertEquals(standardize, links.get(links.size() - 1));
    assertEquals(names(flow), names(raw));
  }

  @Test
  void lightTailsLeaveOtherLayersAsTheyAre() {
    Standardize standardize = Standardize.fit(new float[] {1, 10, 3, 30}, 2);
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(4));
    List<Bijector> heavy = ((Chain) flow.then(standardize).bijector()).bijectors();
    TransformedDistribution light = Flows.lightTailed(flow.then(standardize));
    List<Bijector> kept = new ArrayList<>(heavy.subList(1, heavy.size() - 2));
    kept.add(standardize);
    assertEquals(new Chain(kept), light.bijector());
    assertEquals(light, Flows.lightTailed(light));
    assertEquals(Flows.planar(2, 3), Flows.lightTailed(Flows.planar(2, 3)));
  }

  private static <T> List<T> links(TransformedDistribution flow, Class<T> kind) {
    List<Bijector> links = ((Chain) flow.bijector()).bijectors();
    return links.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void couplingsMoveFeaturesOfEvenAndOfOddIndexByTurns() {
    assertEquals(
        List.of(Permutation.reverse(4), Permutation.riffle(4)),
        links(Flows.realNvp(4, 2, Mlp.of(4)), Permutation.class));
  }

  @Test
  void eachLayerHasAMatrixOfItsOwn() {
    RationalQuadratic spline = new RationalQuadratic(4, 5);
    for (TransformedDistribution flow :
        List.of(
            Flows.glow(4, 3, Mlp.of(4)),
            Flows.neuralSplineAutoregressive(4, 3, spline, Made.of(4)))) {
      List<InvertibleLinear> matrices = links(flow, InvertibleLinear.class);
      assertTrue(matrices.size() >= 3, matrices::toString);
      assertEquals(matrices.size(), matrices.stream().distinct().count());
    }
  }

  @Test
  void incompleteRowsHaveADensityOfTheirPresentEntries() {
    try (MaskedDensity lab = new MaskedDensity(Flows.forIncompleteData(500, 3))) {
      Values mask = MaskedDensity.MASKS;
      Values points = MaskedDensity.points(1);
      Values elsewhere = points.plus(3, mask.map(present -> 1 - present));
      assertEquals(0, lab.logProb(points, mask).distance(lab.logProb(elsewhere, mask)));
      assertTrue(lab.logProb(points, mask).distance(lab.logProb(points.map(x -> x + 1), mask)) > 0);
      for (int entry = 0; entry < 3; entry++) {
        assertEquals(1, integral(lab, entry), 1e-3);
      }
    }
  }

  /** The integral of the density of one entry, the others absent, over x = sinh t. */
  private static double integral(MaskedDensity lab, int entry) {
    int cells = 4000;
    double width = 20.0 / cells;
    double[] points = new double[3 * cells];
    double[] mask = new double[3 * cells];
    for (int i = 0; i < cells; i++) {
      points[3 * i + entry] = Math.sinh(-10 + (i + 0.5) * width);
      mask[3 * i + entry] = 1;
    }
    Shape event = Shape.of(3);
    Map<String, Values> feeds = lab.feeds(Values.rows(event, points), Values.rows(event, mask));
    feeds.replaceAll(
        (name, values) ->
            lab.bench().parameterNames().contains(name) ? values.map(w -> w / 5) : values);
    Values logProb = lab.bench().fetch(lab.logProb(), feeds);
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += Math.exp(logProb.at(i)) * Math.cosh(-10 + (i + 0.5) * width) * width;
    }
    return sum;
  }

  private static List<String> names(TransformedDistribution flow) {
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      return model.weights().byName().keySet().stream().sorted().toList();
    }
  }

  @Test
  void sizesGrowWithTheNumberOfRows() {
    assertEquals(new FlowSize(2, 64, 1), FlowSize.forData(999));
    assertEquals(new FlowSize(3, 64, 2), FlowSize.forData(1_000));
    assertEquals(new FlowSize(3, 128, 2), FlowSize.forData(100_000));
  }

  @Test
  void impossibleSizesAreRefused() {
    Expect.rejected("0", () -> Flows.planar(0, 1));
    Expect.rejected("0", () -> Flows.maf(2, 0, Made.of(4)));
    Expect.rejected("-1", () -> Flows.realNvp(2, -1, Mlp.of(4)));
    Expect.rejected("got 0", () -> FlowSize.forData(0));
    Expect.rejected("got 0", () -> Flows.forData(0, 3));
    Expect.rejected("got 1, 0 and 2", () -> new FlowSize(1, 0, 2));
  }
}
