package io.github.tfflows.bijectors.spline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

public class CubicSplineTest implements SplineContract {
  @Override
  public ScalarBijector map(int bins, double bound) {
    return new CubicSpline(bins, bound);
  }

  /** Two sizes of each bin, and the slopes at both ends. */
  @Override
  public int parametersOfEightBins() {
    return 18;
  }

  /** Of many features it searches within the loop over the features of draws. */
  @Test
  void searchesWithinTheLoopOverFeatures() {
    Bijector map = new MaskedAutoregressive(new CubicSpline(4, 3).inverted(), Made.of(40));
    List<Values> values = new ArrayList<>();
    for (Workbench made : List.of(Workbench.float64(), Workbench.evaluating())) {
      try (Workbench bench = made) {
        Mapped y = map.forward(bench.scope(), bench.input("x", Shape.of(-1, 30)));
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Values> feeds = new LinkedHashMap<>();
        feeds.put("x", Values.gaussian(Shape.of(6, 30), 1, random));
        bench
            .parameterShapes()
            .forEach((name, shape) -> feeds.put(name, Values.gaussian(shape, 0.3, random)));
        values.addAll(bench.fetchAll(List.of(y.value(), y.logDet()), feeds));
      }
    }
    assertTrue(values.get(2).distance(values.get(0)) <= 1e-12);
    assertTrue(values.get(3).distance(values.get(1)) <= 1e-12);
  }
}
