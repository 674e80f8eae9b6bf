package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.runtime.Parameters;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Functions of entries: their values, and their gradients by central differences. */
class ExprTest {
  @AutoClose private final Workbench bench = Workbench.float64();

  private record Function(String name, UnaryOperator<Expr> built, DoubleUnaryOperator expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final double LN_1000 = Math.log(1000);
  private static final double[] POINTS = {-2.5, -1.2, -0.3, 0.4, 1.6, 3.1};

  private static Stream<Function> functions() {
    return Stream.of(
        new Function("plus", x -> x.plus(2).plus(x), x -> 2 * x + 2),
        new Function("minus", x -> x.minus(2).minus(x.square()), x -> x - 2 - x * x),
        new Function("times", x -> x.times(3).times(x), x -> 3 * x * x),
        new Function("over", x -> x.over(x.square().plus(1)), x -> x / (x * x + 1)),
        new Function("max", x -> x.max(1).max(x.negated()), x -> Math.max(Math.abs(x), 1)),
        new Function("min", x -> x.min(1).min(x.negated()), x -> -Math.abs(x)),
        new Function("clip", x -> x.clip(-2, 1), x -> Math.max(-2, Math.min(x, 1))),
        new Function("complement", Expr::complement, x -> 1 - x),
        new Function("square", Expr::square, x -> x * x),
        new Function("sqrt", x -> x.abs().sqrt(), x -> Math.sqrt(Math.abs(x))),
        new Function("exp", Expr::exp, Math::exp),
        new Function("expm1", Expr::expm1, Math::expm1),
        new Function("log", x -> x.abs().log(), x -> Math.log(Math.abs(x))),
        new Function("log1p", x -> x.abs().log1p(), x -> Math.log1p(Math.abs(x))),
        new Function("softplus", Expr::softplus, x -> Math.log1p(Math.exp(x))),
        new Function("sigmoid", Expr::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        new Function("tanh", Expr::tanh, Math::tanh),
        new Function("sinh", Expr::sinh, Math::sinh),
        new Function("asinh", Expr::asinh, x -> Math.log(x + Math.sqrt(x * x + 1))),
        new Function("sin", Expr::sin, Math::sin),
        new Function("cos", Expr::cos, Math::cos),
        new Function("asin", x -> x.squash(1).asin(), x -> Math.asin(x / (1 + Math.abs(x)))),
        new Function("acos", x -> x.squash(1).acos(), x -> Math.acos(x / (1 + Math.abs(x)))),
        new Function(
            "logGamma",
            x -> x.abs().plus(1).logGamma().minus(x.abs().logGamma()),
            x -> Math.log(Math.abs(x))),
        new Function("squash", x -> x.squash(2), x -> x / (1 + Math.abs(x) / 2)),
        new Function("select", x -> x.greater(1).select(x.square(), x), x -> x > 1 ? x * x : x),
        new Function(
            "conditions",
            x -> x.atLeast(-1).and(x.less(2)).indicator().times(x),
            x -> x >= -1 && x < 2 ? x : 0),
        new Function("floor", x -> x.floor().plus(x), x -> Math.floor(x) + x),
        new Function("stopGradient", x -> x.plus(x.stopGradient().zeros()), x -> x),
        new Function("squashedLog", x -> x.squashedLog(), x -> x / (1 + Math.abs(x) / LN_1000)),
        new Function("variation", x -> x.stopGradient().plus(x.variation()), x -> x),
        new Function(
            "withSlope", x -> x.square().stopGradient().withSlope(x.times(2), x), x -> x * x),
        new Function("withGradientOf", x -> x.exp().withGradientOf(x.exp()), Math::exp),
        new Function(
            "unitAlong", x -> x.over(x.expand(-1).unitAlong(-1, 4).sumLast()).times(4), x -> x));
  }

  @Test
  void constantsTooLargeForSinglePrecisionAreRejected() {
    try (Workbench wide = Workbench.evaluating();
        Workbench narrow = Workbench.float32()) {
      Expr unused = wide.scope().constant(1e300);
      Expr infinite = narrow.scope().constant(Double.NEGATIVE_INFINITY);
      assertEquals(Double.NEGATIVE_INFINITY, narrow.fetch(infinite, Map.of()).at(0));
      Expect.rejected(
          "the constant -1.0E300 is too large for single precision",
          () -> narrow.scope().constant(Shape.of(2), 1, -1e300));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void valuesAndGradientsAreThoseOfTheFunction(Function function) {
    Expr x = bench.input("x", Shape.of(-1));
    Expr y = function.built().apply(x);
    Map<String, Values> feeds = Map.of("x", Values.of(Shape.of(POINTS.length), POINTS));
    Values expected = Values.fed(feeds, "x").map(function.expected());
    assertTrue(bench.fetch(y, feeds).distance(expected) <= 1e-14, () -> function + ": " + expected);
    DifferentiatedMap map =
        new DifferentiatedMap(bench, "f", Map.of(Part.VALUE, y), Map.of("x", x));
    Values weights = Values.gaussian(expected.shape(), 1, new SplittableRandom(1));
    map.entryErrors(Map.of(Part.VALUE, weights), feeds)
        .forEach((name, error) -> assertTrue(error <= 1e-7, () -> function + ": " + error));
  }

  /** From scipy 1.17.1, {@code scipy.special.erfc} and {@code scipy.special.ndtri}. */
  @Test
  void hasTheFunctionsOfTheNormalDistribution() {
    Expr x = bench.input("x", Shape.of(-1));
    Values points = Values.of(Shape.of(3), -0.5, 1e-9, 5);
    Values erfc =
        Values.of(Shape.of(3), 1.5204998778130465, 0.9999999988716208, 1.5374597944280347e-12);
    assertTrue(bench.fetch(x.erfc(), Map.of("x", points)).distance(erfc) <= 1e-15);
    Values probabilities = Values.of(Shape.of(3), 1e-6, 0.3, 0.999);
    Values ndtri =
        Values.of(Shape.of(3), -4.753424308822899, -0.5244005127080409, 3.090232306167813);
    assertTrue(bench.fetch(x.ndtri(), Map.of("x", probabilities)).distance(ndtri) <= 1e-14);
  }

  /** Beyond the bounds nothing flows; at them, as through TensorFlow's own op, all does. */
  @Test
  void clipsLikeClipByValueAlsoAtItsBounds() {
    double[] points = {-1e30, -3, Math.nextDown(-2.0), -2, Math.nextUp(-2.0), 0, -0.0, 1};
    double[] above = {Math.nextUp(1.0), 5, 1e30};
    double[] slopes = {0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0};
    Values x =
        Values.concatenated(
            Shape.of(slopes.length),
            Values.of(Shape.of(points.length), points),
            Values.of(Shape.of(above.length), above));
    Expr fed = bench.input("x", Shape.of(-1));
    GraphScope scope = bench.scope();
    Expr ours = fed.clip(-2, 1);
    Expr theirs = scope.expr(bench.tf().clipByValue(fed, scope.constant(-2), scope.constant(1)));
    Map<String, Values> feeds = Map.of("x", x);
    assertEquals(bench.fetch(theirs, feeds), bench.fetch(ours, feeds));
    for (Expr clipped : List.of(ours, theirs)) {
      Expr gradient = bench.gradient(clipped, fed);
      assertArrayEquals(slopes, bench.fetch(gradient, feeds).entries());
    }
  }

  @Test
  void aStatedSlopeIsAConstantToASecondDifferentiation() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = GraphScope.ops(graph);
      GraphScope scope =
          GraphScope.root(tf, new Parameters(tf, floats(), 7, ParameterSource.Phase.EVALUATION))
              .differentiated();
      Expr x = scope.constant(Shape.of(3), -2, 0.5, 3);
      Expr cube = x.square().times(x).stopGradient().withSlope(x.square().times(3), x);
      Expr first = derivative(graph, cube.plus(x.square()), x);
      Expr second = derivative(graph, first, x);
      try (Result run = session.runner().fetch(first).fetch(second).run()) {
        assertArrayEquals(new double[] {8, 1.75, 33}, entries((TFloat64) run.get(0)));
        assertArrayEquals(new double[] {2, 2, 2}, entries((TFloat64) run.get(1)));
      }
    }
  }

  private static double[] entries(TFloat64 vector) {
    return IntStream.range(0, 3).mapToDouble(vector::getDouble).toArray();
  }

  @SuppressWarnings("unchecked")
  private static Class<TFloating> floats() {
    return (Class<TFloating>) (Class<?>) TFloat64.class;
  }

  @SuppressWarnings("unchecked")
  private static Expr derivative(Graph graph, Expr y, Expr x) {
    Output<?>[] ones = {x.zeros().plus(1).asOutput()};
    Output<?>[] slopes =
        graph.addGradients(
            null, new Output<?>[] {y.asOutput()}, new Output<?>[] {x.asOutput()}, ones);
    return x.scope().expr((Output<TFloating>) slopes[0]);
  }

  @Test
  void aStraightThroughClipKeepsTheGradientOfTheEntriesItMoves() {
    try (Workbench narrow = Workbench.float32()) {
      Expr x = narrow.input("x", Shape.of(-1));
      Expr clipped = x.clipStraightThrough(0, 1);
      Expr gradient = narrow.gradient(clipped, x);
      Map<String, Values> feeds = Map.of("x", Values.of(Shape.of(4), -1e10, 0.25, 1.5, 1e30));
      assertArrayEquals(new double[] {0, 0.25, 1, 1}, narrow.fetch(clipped, feeds).entries());
      assertArrayEquals(new double[] {1, 1, 1, 1}, narrow.fetch(gradient, feeds).entries());
    }
  }

  @Test
  void aConditionHoldsForAnyEntry() {
    Expr x = bench.input("x", Shape.of(-1, 2));
    Expr any = x.greater(3).anyOf().indicator();
    assertEquals(0, bench.fetch(any, Map.of("x", Values.rows(Shape.of(2), 1, 3))).at(0));
    assertEquals(1, bench.fetch(any, Map.of("x", Values.rows(Shape.of(2), 4, 3, 2, 1))).at(0));
    assertEquals(0, bench.fetch(any, Map.of("x", Values.zeros(Shape.of(0, 2)))).at(0));
  }

  @Test
  void nothingFlowsThroughAStoppedGradient() {
    Expr x = bench.input("x", Shape.of(-1));
    Expr half = x.square().plus(x.stopGradient().square());
    Expr gradient = bench.gradient(half, x);
    assertEquals(6, bench.fetch(gradient, Map.of("x", Values.of(Shape.of(1), 3))).at(0));
  }

  private static final Shape SHAPE = Shape.of(2, 3, 4);

  /** An op along an axis of an array shaped {@code [2, 3, 4]}. */
  private interface Along {
    Expr of(Expr x, int axis);
  }

  private record Op(String name, Along along) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Op> ops() {
    return Stream.of(
        new Op("sum", (x, axis) -> x.sum(axis)),
        new Op("cumulativeSum", (x, axis) -> x.cumulativeSum(axis)),
        new Op("mean", (x, axis) -> x.mean(axis)),
        new Op("maxAlong", (x, axis) -> x.maxAlong(axis)),
        new Op("slice", (x, axis) -> x.slice(axis, 1, 1)),
        new Op("entries", (x, axis) -> x.scope().sum(x.entries(axis))),
        new Op("first entry", (x, axis) -> x.entries(axis).get(0)),
        new Op("split", (x, axis) -> x.split(axis, 1, x.size(axis) - 1).get(1)),
        new Op("expand", (x, axis) -> x.expand(axis)),
        new Op("gather", (x, axis) -> x.gather(axis, 1, 0, 1)),
        new Op("reverse", (x, axis) -> x.reverse(axis)),
        new Op("concat", (x, axis) -> x.scope().concat(axis, List.of(x, x.square()))));
  }

  /** Both ways to name an axis have the same values, and gradients that are right. */
  @ParameterizedTest
  @MethodSource("ops")
  void axesCountFromBothEnds(Op op) {
    for (int axis = 0; axis < 3; axis++) {
      try (Workbench wide = Workbench.float64()) {
        Expr x = wide.input("x", SHAPE);
        Expr front = op.along().of(x, axis);
        Expr back = op.along().of(x, op.name().equals("expand") ? axis - 4 : axis - 3);
        Map<String, Values> feeds =
            Map.of("x", Values.gaussian(SHAPE, 1, new SplittableRandom(axis)));
        assertEquals(wide.fetch(front, feeds), wide.fetch(back, feeds));
        assertEquals(front.shape(), back.shape());
        DifferentiatedMap map =
            new DifferentiatedMap(wide, "op", Map.of(Part.VALUE, back), Map.of("x", x));
        Values weights = Values.gaussian(back.shape(), 1, new SplittableRandom(7));
        map.entryErrors(Map.of(Part.VALUE, weights), feeds)
            .forEach((name, error) -> assertTrue(error <= 1e-7, () -> op + ": " + error));
      }
    }
  }

  private static void assertYields(UnaryOperator<Expr> built, Shape shape, double... expected) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(2, 3));
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(3), 1, 2, 3, 4, 5, 6));
      assertEquals(Values.of(shape, expected), bench.fetch(built.apply(x), feeds));
    }
  }

  @Test
  void entriesAreWhereTheyBelong() {
    assertYields(x -> x.sumLast(), Shape.of(2), 6, 15);
    assertYields(x -> x.cumulativeSum(-1), Shape.of(2, 3), 1, 3, 6, 4, 9, 15);
    assertYields(x -> x.mean(0), Shape.of(3), 2.5, 3.5, 4.5);
    assertYields(x -> x.maxAlong(-1), Shape.of(2, 1), 3, 6);
    assertYields(x -> x.slice(-1, 1, 2), Shape.of(2, 2), 2, 3, 5, 6);
    assertYields(x -> x.entry(2), Shape.of(2), 3, 6);
    assertYields(x -> x.split(1, 2, 1).get(0), Shape.of(2, 2), 1, 2, 4, 5);
    assertYields(x -> x.split(1, 3).get(0), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertYields(x -> x.gather(-1, 2, 0), Shape.of(2, 2), 3, 1, 6, 4);
    assertYields(x -> x.reverse(-1), Shape.of(2, 3), 3, 2, 1, 6, 5, 4);
    assertYields(x -> x.transpose(1, 0), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    assertYields(x -> x.splitLast(3, 1).sum(1, 2), Shape.of(2), 6, 15);
    assertYields(x -> x.scope().stack(x.entries(0)), Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertYields(
        x -> x.scope().logSumExp(x.entries(-1)).minus(x.logSumExpLast()), Shape.of(2), 0, 0);
    assertYields(
        x -> x.scope().logMeanExp(List.of(x, x)).minus(x), Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
    assertYields(x -> x.rows(x.scope().tf().array(1, 1)), Shape.of(2, 3), 4, 5, 6, 4, 5, 6);
    assertYields(x -> x.scope().constant(7).forEachRowOf(x), Shape.of(2), 7, 7);
  }

  @Test
  void vectorsAlongTheLastAxisAreMultiplied() {
    Expr image = bench.input("image", Shape.of(-1, 2, 1, 3));
    Expr matrix = bench.scope().constant(Shape.of(3, 2), 1, 0, 10, 1, 100, 0);
    Expr product = image.matMul(matrix);
    assertEquals("[-1, 2, 1, 2]", product.shape().toString());
    Map<String, Values> feeds = Map.of("image", Values.rows(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6));
    assertEquals(Values.rows(Shape.of(2, 1, 2), 321, 2, 654, 5), bench.fetch(product, feeds));
    Expr row = bench.scope().constant(Shape.of(2), 8, 9).forEachVectorOf(image);
    assertEquals(Values.rows(Shape.of(2, 1, 2), 8, 9, 8, 9), bench.fetch(row, feeds));
    assertEquals("[-1, 2, 1, 2]", row.shape().toString());
    assertEquals(2, image.places());
    assertEquals(Values.of(Shape.of(1), 21), bench.fetch(image.sumEvent(), feeds));
  }

  @Test
  void unknownSizesAreNamed() {
    Expr x = bench.input("x", Shape.of(-1, 3));
    assertEquals(3, x.size(-1));
    Expect.rejected("axis 0", () -> x.size(0));
    Expect.rejected("axis -1", () -> bench.scope().constant(1).size(-1));
  }
}
