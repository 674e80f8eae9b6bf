package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Planar maps of each activation. */
@ParameterizedClass
@EnumSource
record PlanarTest(PlanarActivation activation) implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Planar(activation());
  }

  @Override
  public List<String> parameterNames() {
    return List.of("w", "u", "b");
  }

  /** Where {@code w·z + b = 0}, as for zeros while {@code b} is at its start. */
  @ParameterizedTest
  @EnumSource
  void hasTheSlopeOfItsLogDeterminantOnTheHyperplane(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = direction.build(bijector(Shape.of(1)), bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "map", Map.of(Part.VALUE, y.value()), Map.of("x", x));
      Map<String, Values> feeds =
          Map.of(
              "x", Values.zeros(Shape.of(1, 1)),
              "w", Values.of(Shape.of(1), 0.7),
              "u", Values.of(Shape.of(1), 0.9),
              "b", Values.zeros(Shape.scalar()));
      Values weights = Values.ones(Shape.of(1, 1));
      double slope = Values.fed(map.gradients(Part.VALUE, weights, feeds), "x").at(0);
      assertEquals(Math.exp(bench.fetch(y.logDet(), feeds).at(0)), slope, 1e-12);
    }
  }

  /** Uniform on ±√(2/d), and the two apart. */
  @Test
  void wAndUStartUniform() {
    int d = 1000;
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      Mapped unused = bijector(Shape.of(d)).forward(bench.scope(), x);
      Map<String, Values> start = bench.initialValues();
      double reach = Math.sqrt(2.0 / d);
      for (String name : List.of("w", "u")) {
        double[] entries = Values.fed(start, name).entries();
        assertEquals(reach, Arrays.stream(entries).max().orElseThrow(), 0.02 * reach);
        assertEquals(-reach, Arrays.stream(entries).min().orElseThrow(), 0.02 * reach);
        assertEquals(0, Arrays.stream(entries).average().orElseThrow(), 0.1 * reach);
      }
      assertTrue(Values.fed(start, "w").distance(Values.fed(start, "u")) > 0);
      assertEquals(0, Values.fed(start, "b").at(0));
    }
  }

  @Test
  void mapsVectorsOnly() {
    Bijector planar = bijector(Shape.of(3));
    Expect.rejected("[2, 2, 3]", () -> planar.forwardEventShape(Shape.of(2, 2, 3)));
  }
}
