package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.bijectors.structure.SoftmaxCentered;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.data.Layout;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** Values and log-determinants of layers by other implementations, and sizes that no layer has. */
class KnownLayersTest {
  @AutoClose private final Workbench bench = Workbench.float64();

  private static final Values VECTORS = Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5);

  private static final Map<String, Values> SQUARE =
      Map.of(
          "r", Values.of(Shape.of(3, 3), 0.8, -0.5, 0.3, 9, -0.6, 0.7, 9, 9, 0.4),
          "r_tilde", Values.of(Shape.of(3, 3), -0.9, 0.2, 1.1, 9, 0.5, -0.3, 9, 9, 0.7),
          "b", Values.of(Shape.of(3), 0.1, -0.2, 0.3));

  /** By numpy 2, with the log-determinant of the whole Jacobian. */
  @Test
  void sylvesterAgreesForTwoColumns() {
    Map<String, Values> parameters =
        Map.of(
            "r", Values.of(Shape.of(2, 2), 0.8, -0.5, 9, -0.6),
            "r_tilde", Values.of(Shape.of(2, 2), -0.9, 0.2, 9, 0.5),
            "b", Values.of(Shape.of(2), 0.1, -0.2),
            "basis.vectors", VECTORS);
    assertSylvester(
        Sylvester.orthogonal(3, 2),
        parameters,
        -0.43325126133936576,
        0.3838013123011055,
        -1.0064600765077016,
        1.67858357388761);
  }

  /** By numpy 2, as above. */
  @Test
  void sylvesterAgreesForReflections() {
    Map<String, Values> parameters = new LinkedHashMap<>(SQUARE);
    parameters.put("basis.vectors", VECTORS);
    assertSylvester(
        Sylvester.householder(3, 2),
        parameters,
        -0.2427641345370415,
        0.31330521265550965,
        -1.0170913118392715,
        1.9156179859691242);
  }

  private static void assertSylvester(
      Sylvester flow, Map<String, Values> parameters, double logDet, double... y) {
    MappedRows.of(new double[] {0.5, -1.2, 2}, y, logDet)
        .with(parameters)
        .assertMappedBy(flow, 3e-15);
  }

  /**
   * The linear part by HighwayFlow of TensorFlow Probability 0.25.0, which is given no activation;
   * the activation and its slope by their formulas in numpy 2.
   */
  @ParameterizedTest
  @CsvSource({
    "TANH, 1.274019573565638, -0.7113173050298445, 1.6255577957502811, -1.0270247870783764",
    "LEAKY_RELU, 1.5238632356678057, -0.4538491920737377, 2.0754135462012124, -0.46868044921475804"
  })
  void highwaysAgree(PlanarActivation activation, double y0, double y1, double y2, double logDet) {
    MappedRows.of(new double[] {0.5, -1.2, 2}, new double[] {y0, y1, y2}, logDet)
        .with(
            Map.of(
                "gate", Values.of(Shape.scalar(), 0.4),
                "lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 0.25, 9),
                "upper", Values.of(Shape.of(3, 3), 9, -0.6, 0.9, 9, 9, 0.3, 9, 9, 9),
                "log_scale", Values.of(Shape.of(3), 0.3, -0.5, 0.2),
                "b", Values.of(Shape.of(3), 0.1, -0.2, 0.3)))
        .assertMappedBy(new Highway(3, activation), 3e-15);
  }

  /**
   * By BlockAutoregressive of Pyro 1.9.2 in double precision, with its constant {@code eps} at
   * zero, whose log-determinant is that of the whole Jacobian.
   */
  @Test
  void blockAutoregressiveMapsAgree() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("gate", Values.of(Shape.scalar(), 0.4));
    feed(feeds, "dense_0", 0, 3, 6);
    feed(feeds, "dense_1", 1, 6, 9);
    feed(feeds, "output", 2, 9, 3);
    double[] x = {0.6755013354303296, -1.1601558507338634, 1.467454210542653};
    MappedRows.of(x, new double[] {0.5, -1.2, 2}, 1.1377428423151947)
        .with(feeds)
        .assertMappedBy(BlockAutoregressive.of(2, 3), 1e-13);
  }

  private static void feed(Map<String, Values> feeds, String layer, int k, int inputs, int units) {
    feeds.put(layer + ".kernel", wave(Shape.of(inputs, units), i -> 0.8 * Math.sin(i + k)));
    feeds.put(layer + ".log_scale", wave(Shape.of(units), i -> 0.5 * Math.cos(i + k)));
    feeds.put(layer + ".bias", wave(Shape.of(units), i -> 0.6 * Math.sin(2.0 * i + k + 1)));
  }

  private static Values wave(Shape shape, IntToDoubleFunction entry) {
    return Values.of(
        shape, IntStream.range(0, Math.toIntExact(shape.size())).mapToDouble(entry).toArray());
  }

  /** Of parameters and points far wider than those of the contract. */
  @Test
  void steepBlockAutoregressiveMapsAreUndone() {
    BlockAutoregressive flow = BlockAutoregressive.of(8, 8);
    Expr x = bench.input("x", Shape.of(-1, 3));
    Expr context = bench.input("context", Shape.of(-1, 2));
    Mapped there = flow.forward(bench.scope(context), x);
    Mapped back = flow.inverse(bench.scope(context), there.value());
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Values> feeds = bench.gaussianParameters(2, random);
    feeds.put("x", Values.gaussian(Shape.of(500, 3), 5, random));
    feeds.put("context", Values.gaussian(Shape.of(500, 2), 1, random));
    double error = bench.fetch(back.value(), feeds).distance(Values.fed(feeds, "x"));
    assertTrue(error <= 1e-12, () -> "error " + error);
    Values sum = bench.fetch(there.then(back).logDet(), feeds);
    assertTrue(sum.largestMagnitude() <= 1e-12, sum::toString);
  }

  /**
   * Splines by nflows 0.14 (unconstrained_rational_quadratic_spline, inverse=True), then flowjax
   * 19.1.2 (TriangularAffine, its matrix in WeightNormalization of the scales exp(s)) and c·W by
   * NumPy, all in float64.
   */
  @Test
  void triangularSplinesAgree() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("y", Values.rows(Shape.of(3), -2.2, 0.4, 1.5, -0.1, 5, -1));
    feeds.put("c", Values.rows(Shape.of(2), 1, -2, 0.5, 0.25));
    feeds.put("lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 1.1, 9));
    feeds.put("log_scale", Values.of(Shape.of(3), 0.3, -0.8, 0.5));
    feeds.put("shift", Values.of(Shape.of(3), 0.1, -0.2, 0.3));
    feeds.put("context_kernel", Values.of(Shape.of(2, 3), 0.6, -0.5, 0.2, 0.1, 0.9, -0.3));
    double[] theta = {0.5, -0.25, -0.5, 0.75, 0.1, 1, 0, 0, 0.25, -1, 0.3, 0.2, -0.1, 0.4, 0.7};
    feeds.put("theta", Values.of(Shape.of(1, 3, 5), theta));
    Values x =
        Values.rows(
            Shape.of(3),
            0.32427423389977017,
            -1.7678080551337294,
            5.1201891873708405,
            2.821635755967315,
            2.2782179855359477,
            5.222346199437549);
    Values logs = Values.of(Shape.of(2), -0.21110618668520026, -1.9149924739954998);
    GraphScope scope = bench.scope(bench.input("c", Shape.of(-1, 2)));
    Expr y = bench.input("y", Shape.of(-1, 3));
    Bijector layer = new TriangularSpline(new RationalQuadratic(2, 3));
    Mapped inverse = layer.inverse(scope, y);
    Mapped back = layer.forward(scope, inverse.value());
    assertTrue(bench.fetch(inverse.value(), feeds).distance(x) <= 1e-13);
    assertTrue(bench.fetch(inverse.logDet(), feeds).distance(logs) <= 1e-13);
    assertTrue(bench.fetch(back.value(), feeds).distance(Values.fed(feeds, "y")) <= 1e-13);
  }

  @Test
  void aRadialMapKeepsItsCenter() {
    Expr x = bench.input("x", Shape.of(-1, 2));
    Mapped y = new Radial().forward(bench.scope(), x);
    Mapped back = new Radial().inverse(bench.scope(), y.value());
    Values center = Values.of(Shape.of(2), 0.4, -2);
    Map<String, Values> feeds =
        Map.of(
            "x", Values.of(Shape.of(1, 2), 0.4, -2),
            "center", center,
            "alpha", Values.of(Shape.scalar(), 0.3),
            "beta", Values.of(Shape.scalar(), -0.8));
    for (Expr at : List.of(y.value(), back.value())) {
      assertTrue(bench.fetch(at, feeds).distance(Values.fed(feeds, "x")) == 0);
    }
    Values sum = bench.fetch(y.logDet(), feeds).plus(1, bench.fetch(back.logDet(), feeds));
    assertTrue(sum.largestMagnitude() <= 1e-14);
  }

  /** Over many places: the seed of a parameter is that of its place. */
  @Test
  void radialMapsStartAroundTheIdentity() {
    int d = 4;
    int places = 40;
    Expr x = bench.input("x", Shape.of(-1, d));
    for (int i = 0; i < places; i++) {
      Mapped unused = new Radial().forward(bench.scope().sub("at" + i), x);
    }
    Map<String, Values> start = bench.initialValues();
    for (String name : List.of("alpha", "beta")) {
      double[] drawn = entries(start, name);
      assertEquals(places, drawn.length);
      assertEquals(1.0 / d, Arrays.stream(drawn).max().orElseThrow(), 0.25 / d);
      assertEquals(-1.0 / d, Arrays.stream(drawn).min().orElseThrow(), 0.25 / d);
    }
    double[] centers = entries(start, "center");
    double mean = Arrays.stream(centers).average().orElseThrow();
    double square = Arrays.stream(centers).map(at -> at * at).average().orElseThrow();
    assertEquals(0, mean, 4 / Math.sqrt(centers.length));
    assertEquals(1, square, 4 * Math.sqrt(2.0 / centers.length));
    assertNotEquals(Values.fed(start, "at0.alpha").at(0), Values.fed(start, "at0.beta").at(0));
  }

  private static double[] entries(Map<String, Values> start, String name) {
    return start.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + name))
        .flatMapToDouble(entry -> Arrays.stream(entry.getValue().entries()))
        .toArray();
  }

  @Test
  void movesTheEntriesThatACouplingKeeps() {
    MappedRows.of(new double[] {1, 2, 3, 4, 5}, new double[] {11, 22, 3, 4, 5}, 0)
        .with(Map.of("theta", Values.of(Shape.of(1, 2, 1), 10, 20)))
        .assertMappedBy(new KeptHalf(new Additive()), 0);
  }

  /** The network of the coupling reads the kept entry {@code 2 + 10} of the data. */
  @Test
  void theNetworkReadsTheMappedEntries() {
    Bijector both = new Coupling(new Additive(), Mlp.of()).alsoMapping(new Additive());
    MappedRows.of(new double[] {2, 1}, new double[] {12, 1 + 3 * 12 + 0.5}, 0)
        .with(
            Map.of(
                "0_kept_half.theta", Values.of(Shape.of(1, 1, 1), 10),
                "1_coupling.conditioner.output.kernel", Values.of(Shape.of(1, 1), 3),
                "1_coupling.conditioner.output.bias", Values.of(Shape.of(1), 0.5)))
        .assertMappedBy(both, 0);
  }

  @Test
  void givesEachBlockItsOwnMap() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(2, new Standardize(List.of(1.0, 2.0), List.of(3.0, 4.0))),
            new Blockwise.Part(1, new Exp()));
    MappedRows.of(
            new double[] {5, 6, 2},
            new double[] {1 + 3 * 5, 2 + 4 * 6, Math.exp(2)},
            Math.log(3) + Math.log(4) + 2)
        .assertMappedBy(map, 1e-14);
  }

  @Test
  void aLayoutOrdersAndSizesTheBlocks() {
    Layout layout = Layout.of("share", Shape.of(2)).and("stress", Shape.of(2, 2));
    Blockwise map = Blockwise.of(layout, Map.of("stress", new Exp(), "share", new Sigmoid(0, 1)));
    assertEquals(
        Blockwise.of(new Blockwise.Part(2, new Sigmoid(0, 1)), new Blockwise.Part(4, new Exp())),
        map);
    Expect.rejected(
        "expected the names [share, stress], got [share]",
        () -> Blockwise.of(layout, Map.of("share", new Exp())));
  }

  /** {@code x₁, x₂} become three equal shares, and the last feature its exponential. */
  @Test
  void blocksMayGrow() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(2, new SoftmaxCentered()), new Blockwise.Part(1, new Exp()));
    assertEquals(Shape.of(4), map.forwardEventShape(Shape.of(3)));
    assertEquals(Shape.of(3), map.inverseEventShape(Shape.of(4)));
    MappedRows.of(
            new double[] {0, 0, 2},
            new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0, Math.exp(2)},
            -3 * Math.log(3) + 2)
        .assertMappedBy(map, 1e-14);
  }

  /** The presence of each block is cut by the sizes of the side that it is of. */
  @Test
  void absentEntriesMoveAlongWithTheirBlock() {
    Blockwise map =
        Blockwise.of(
            new Blockwise.Part(1, new Exp()), new Blockwise.Part(2, Permutation.reverse(2)));
    Expr presence = bench.input("mask", Shape.of(-1, 3));
    Map<String, Values> feeds = Map.of("mask", Values.rows(Shape.of(3), 1, 1, 0));
    Values moved = Values.rows(Shape.of(3), 1, 0, 1);
    assertEquals(moved, bench.fetch(map.forwardPresence(presence), feeds));
    assertEquals(moved, bench.fetch(map.inversePresence(presence), feeds));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Expect.rejected("got 0", () -> Sylvester.orthogonal(3, 0));
    Expect.rejected("got 4", () -> new Sylvester(new Householder(3, 4), 4, PlanarActivation.TANH));
    Expect.rejected("[2]", () -> Sylvester.householder(3, 2).forwardEventShape(Shape.of(2)));
    Expect.rejected("got 0", () -> new Highway(0, PlanarActivation.TANH));
    Expect.rejected(
        "[2]", () -> new Highway(3, PlanarActivation.TANH).forwardEventShape(Shape.of(2)));
    Expect.rejected("got []", BlockAutoregressive::of);
    Expect.rejected("got [2, 0]", () -> BlockAutoregressive.of(2, 0));
    Expect.rejected("[2, 3]", () -> BlockAutoregressive.of(2).forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("to HALF_LINE", () -> new TriangularSpline(new Exp()));
    Expect.rejected("CIRCLE", () -> new TriangularSpline(new CircularRationalQuadratic(4, 3)));
    Bijector layer = new TriangularSpline(new RationalQuadratic(2, 3));
    Expect.rejected("[2, 2, 3]", () -> layer.forwardEventShape(Shape.of(2, 2, 3)));
    Expect.rejected("[2, 2, 3]", () -> layer.inverseEventShape(Shape.of(2, 2, 3)));
    Expect.rejected("[2, 2, 3]", () -> new Radial().forwardEventShape(Shape.of(2, 2, 3)));
    Coupling coupling = new Coupling(new Affine(), Mlp.of(8));
    Expect.rejected(
        "periodic features", () -> coupling.alsoMapping(new CircularRationalQuadratic(4, 3)));
    Expect.rejected("[5]", () -> new Reshape(Shape.of(2, 3), Shape.of(5)));
    Expect.rejected("-1", () -> new Reshape(Shape.of(-1), Shape.of(5)));
    Expect.rejected(
        "[4]", () -> new Reshape(Shape.of(2, 3), Shape.of(6)).forwardEventShape(Shape.of(4)));
    Expect.rejected("none", Blockwise::of);
    Expect.rejected("got 0", () -> new Blockwise.Part(0, new Exp()));
    Expect.rejected("[2]", () -> new Blockwise.Part(2, Permutation.reverse(3)));
    Expect.rejected(
        "[1, 2]", () -> new Blockwise.Part(2, new Reshape(Shape.of(2), Shape.of(1, 2))));
    Blockwise three = Blockwise.of(new Blockwise.Part(3, new Exp()));
    Expect.rejected("[4]", () -> three.forwardEventShape(Shape.of(4)));
    Expect.rejected("Reshape", () -> three.forwardEventShape(Shape.of(2, 3)));
  }
}
