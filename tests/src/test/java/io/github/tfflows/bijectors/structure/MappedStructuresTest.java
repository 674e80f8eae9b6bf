package io.github.tfflows.bijectors.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** Points of structures and their images, densities on surfaces, and shapes that have none. */
class MappedStructuresTest {
  private static final String POINT = "0.3 -1.2 2";
  private static final double ONE = Math.log(Math.E - 1); // softplus⁻¹(1), of the slope 1 - 1/e

  private static Arguments known(String source, Bijector map, String x, String y, double logDet) {
    return arguments(source, map, MappedRows.of(values(x), values(y), logDet));
  }

  /** Returns an event of one row, a vector, or of several, a matrix. */
  private static Values values(String event) {
    String[] rows = event.split("; ", -1);
    double[] entries = Stream.of(event.split(";? ", -1)).mapToDouble(Double::parseDouble).toArray();
    int columns = entries.length / rows.length;
    Shape shape = rows.length == 1 ? Shape.of(columns) : Shape.of(rows.length, columns);
    return Values.rows(shape, entries);
  }

  static final List<Arguments> POINTS =
      List.of(
          known(
              "the same of TensorFlow Probability 0.25",
              new CholeskyOuterProduct(),
              "1.5 0 0; 0.3 0.7 0; -1.2 2 0.4",
              "2.25 0.45 -1.8; 0.45 0.58 1.04; -1.8 1.04 5.6",
              1.6661962462527091),
          known(
              "covariances by L = (1 0; 2 1): the log-determinants of the links add up",
              Chain.of(
                  new FillTriangular(),
                  new TransformDiagonal(new Softplus()),
                  new CholeskyOuterProduct()),
              ONE + " 2 " + ONE,
              "1 2; 2 5",
              2 * Math.log(2) + 2 * Math.log(1 - Math.exp(-1))),
          known(
              "the same of TensorFlow Probability 0.25, from POINT in its order",
              new CorrelationCholesky(),
              "2 -1.2 0.3",
              "1 0 0; 0.8944271909999159 0.4472135954999579 0;"
                  + " -0.7544335361543176 0.1886083840385794 0.6286946134619315",
              -4.270595474130008),
          known("sums", new Cumsum(), "0.5 -1.25 2", "0.5 -0.75 1.25", 0),
          known("row by row", new FillTriangular(), "1 2 3 4 5 6", "1 0 0; 2 3 0; 4 5 6", 0),
          known(
              "Ascending of TensorFlow Probability 0.25",
              new Ordered(),
              POINT,
              "0.3 0.6011942119122021 7.990250310842852",
              0.8),
          known("constants", new Pad(1, 2, 7), "0.3 -1.2", "7 0.3 -1.2 7 7", 0),
          known(
              "the same of TensorFlow Probability 0.25, which counts the area of the simplex: √4"
                  + " times the volume of the first three entries",
              new SoftmaxCentered(),
              POINT,
              "0.13444662718850833 0.029999097455988097 0.7359537642250544 0.09960051113044903",
              -7.433204749731795 - Math.log(4) / 2),
          known(
              "dyₖ/dxₖ = zₖ(1 - zₖ)rₖ: 1/4·3/4 · 1/3·2/3·3/4 · 1/2·1/2·1/2 = 1/256",
              new StickBreaking(),
              "0 0 0",
              "0.25 0.25 0.25 0.25",
              -Math.log(256)),
          known(
              "IteratedSigmoidCentered of TensorFlow Probability 0.25",
              new StickBreaking(),
              POINT,
              "0.31032244201237047 0.09026916871088567 0.5279571577903851 0.07145123148635879",
              -6.852582973411669),
          known(
              "UnitVector of TensorFlow Probability 0.25, whose log-determinant is 5.7e-9 away from"
                  + " the formula, by a log 2 in single precision",
              new Sphere(),
              POINT,
              "0.09188361408882081 -0.36753445635528326 0.6125574272588055 0.6937212863705973",
              3 * Math.log(2 / 6.53)),
          known(
              "near the pole at infinity 1 - h is lost to rounding, the sides are not",
              new Sphere(),
              "1e9 0",
              "2e-9 0 1",
              -2 * Math.log(1e18 / 2)),
          known(
              "the same of TensorFlow Probability 0.25",
              new TransformDiagonal(new Softplus()),
              "1.5 3; 0.3 -0.7",
              "1.7014132779827524 3; 0.3 0.4031860488854579",
              -1.3045993268682103),
          known("transposed", Transpose.of(1, 0), "1 2 3; 4 5 6", "1 4; 2 5; 3 6", 0));

  @ParameterizedTest(name = "{1}: {0}")
  @FieldSource("POINTS")
  void isMapped(String source, Bijector map, MappedRows point) {
    point.assertMappedBy(map, 1e-13);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @FieldSource("POINTS")
  void densitiesOfEventsWithMoreEntriesAreOnASurface(
      String source, Bijector map, MappedRows point) {
    Shape from = point.x().shape();
    StandardNormal base = new StandardNormal(from.tail());
    assertEquals(
        from.size() == point.y().shape().size(),
        new TransformedDistribution(base, map).isContinuous());
  }

  private static void assertRejected(Bijector map, Shape forward, Shape inverse) {
    Expect.rejected(forward.toString(), () -> map.forwardEventShape(forward));
    Expect.rejected(inverse.toString(), () -> map.inverseEventShape(inverse));
  }

  @Test
  void rejectsOtherShapes() {
    assertRejected(new CholeskyOuterProduct(), Shape.of(2, 3), Shape.of(4));
    assertRejected(new CorrelationCholesky(), Shape.of(2), Shape.of(1, 1));
    assertRejected(new CorrelationCholesky(), Shape.of(2), Shape.of(2, 3));
    assertRejected(new FillTriangular(), Shape.of(4), Shape.of(2, 3));
    assertRejected(new FillTriangular(), Shape.of(2, 3), Shape.of(2, 3));
    assertRejected(new SoftmaxCentered(), Shape.of(-1), Shape.of(1));
    assertRejected(new StickBreaking(), Shape.of(-1), Shape.of(1));
    assertRejected(Transpose.of(1, 0), Shape.of(4), Shape.of(4));
    Expect.rejected("[1]", () -> new Sphere().inverseEventShape(Shape.of(1)));
    Expect.rejected("[2]", () -> Pad.zeros(2).inverseEventShape(Shape.of(2)));
  }

  @Test
  void padsByNumbers() {
    assertEquals(new Pad(0, 3, 0), Pad.zeros(3));
    Expect.rejected("before must be at least 0, got -1", () -> new Pad(-1, 0, 0));
    Expect.rejected("after must be at least 0, got -2", () -> Pad.zeros(-2));
    Expect.rejected("NaN", () -> new Pad(0, 1, Double.NaN));
  }

  @Test
  void transposingMovesAbsentEntriesAlong() {
    Values mask = Values.rows(Shape.of(1, 2), 1, 0);
    try (Workbench bench = Workbench.float64()) {
      Expr presence = bench.input("mask", mask.shape());
      Expr moved = Transpose.of(1, 0).forwardPresence(presence);
      assertEquals(Values.rows(Shape.of(2, 1), 1, 0), bench.fetch(moved, Map.of("mask", mask)));
    }
  }

  private static final int GRID = 20_000;

  private static CompiledDistribution compiled(int d, Bijector map) {
    return CompiledDistribution.compile(new TransformedDistribution(StandardNormal.of(d), map), 1);
  }

  /** The integral over the angle on the circle. */
  @Test
  void directionsAreCountedByTheArea() {
    float[][] directions =
        IntStream.range(0, GRID)
            .mapToDouble(i -> 2 * Math.PI * (i + 0.5) / GRID)
            .mapToObj(angle -> new float[] {(float) Math.sin(angle), (float) Math.cos(angle)})
            .toArray(float[][]::new);
    double length = 2 * Math.PI / GRID;
    assertEquals(1, sum(compiled(1, new Sphere()), directions) * length, 1e-4);
  }

  private static double sum(CompiledDistribution distribution, float[][] points) {
    try (distribution) {
      double sum = 0;
      for (float at : distribution.logProb(points)) {
        sum += Math.exp(at);
      }
      return sum;
    }
  }

  @Test
  void rejectsWhatHasNoDiagonalAndOtherAxes() {
    Bijector map = new TransformDiagonal(Permutation.reverse(3));
    Expect.rejected("[2, 3]", () -> map.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("[2]", () -> map.forwardEventShape(Shape.of(2, 2)));
    Expect.rejected(
        "[3]", () -> new TransformDiagonal(new StickBreaking()).forwardEventShape(Shape.of(2, 2)));
    Expect.rejected("[0, 2]", () -> Transpose.of(0, 2));
    Expect.rejected("[]", Transpose::of);
  }
}
