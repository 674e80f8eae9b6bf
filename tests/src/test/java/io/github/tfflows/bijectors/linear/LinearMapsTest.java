package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ServedGraphs;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Matrices, and maybe shifts, for vectors along the last axis of an event. */
class LinearMapsTest {
  private static final Values LOG_SCALE = Values.of(Shape.of(3), 0.3, -0.5, 0.2);
  private static final Values SHIFT = Values.of(Shape.of(3), 0.1, -0.2, 0.3);
  private static final Values TWO_VECTORS = Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5);
  private static final Values GENERATOR =
      Values.of(Shape.of(3, 3), 0.3, -0.7, 0.2, 1.1, -0.4, 0.5, -0.6, 0.8, 0.4);
  private static final MappedRows TWO_REFLECTIONS =
      image(new double[] {-0.5439576381836646, 2.322356013346874, 0.027796315102277758}, 0);

  static final List<Arguments> REFERENCES =
      List.of(
          arguments(
              "scipy.fft.dct of SciPy 1.17.1 with norm=\"ortho\"",
              new DiscreteCosine(3),
              Map.of(),
              image(new double[] {0.7505553499465135, -1.060660171779821, 2.000416623272929}, 0)),
          arguments(
              "HouseholderSequence of nflows 0.14",
              new Householder(3, 2),
              Map.of("vectors", TWO_VECTORS),
              TWO_REFLECTIONS),
          arguments(
              "the same, whatever the lengths of the vectors",
              new Householder(3, 3),
              Map.of(
                  "vectors",
                  Values.rows(
                      Shape.of(3), 1e200, 0.3e200, -0.2e200, 0, 0, 0, 4e-201, -9e-201, 5e-201)),
              TWO_REFLECTIONS),
          arguments(
              "numpy 2, from the whole matrix",
              new LowRankAffine(3, 2),
              Map.of(
                  "log_scale",
                  LOG_SCALE,
                  "u",
                  Values.of(Shape.of(3, 2), 0.5, -0.3, 0.2, 0.8, -0.6, 0.4),
                  "v",
                  Values.of(Shape.of(3, 2), 0.1, 0.9, -0.7, 0.3, 0.4, 0.2),
                  "shift",
                  SHIFT),
              image(
                  new double[] {1.4645542608689854, -0.22281931904525604, 1.9110968577497558},
                  0.04554654344937163)),
          arguments(
              "scipy.linalg.expm of SciPy 1.17.1",
              new MatrixExponential(3),
              Map.of("generator", GENERATOR),
              image(new double[] {1.285041634743925, 0.9161160021333223, 2.05619140001585}, 0.3)),
          arguments(
              "the same, of a largest row sum of 20, which is scaled to ln 1000",
              new MatrixExponential(3),
              Map.of("generator", Values.of(Shape.of(3, 3), 3, -7, 2, 11, -4, 5, -6, 8, 4)),
              image(
                  new double[] {-1.216864498144449, 6.003394108354901, 13.646939820586834},
                  1.0361632918473207)),
          arguments(
              "QRLinear of nflows 0.14",
              new QrLinear(3, 2),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "upper", Values.of(Shape.of(3, 3), 9, 0.7, -0.4, 9, 9, 0.25, 9, 9, 9),
                  "rotation.vectors", TWO_VECTORS),
              image(
                  new double[] {0.9998153153354079, 2.235719965584201, 0.9560080178290911},
                  0.015634208854841347)),
          arguments(
              "RotationTransform of zuko 1.6.0",
              new Rotation(3),
              Map.of("generator", GENERATOR),
              image(new double[] {1.8142520920347174, 1.4208723823713596, 0.6161258147180535}, 0)),
          arguments(
              "SVDLinear of nflows 0.14, whose second sequence of reflections comes first",
              new SvdLinear(3, 2),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "u.vectors", TWO_VECTORS,
                  "v.vectors", Values.of(Shape.of(2, 3), 0.2, 0.7, -1.1, -0.6, 0.1, 0.8)),
              image(
                  new double[] {1.6374934847501446, 0.9849223442473948, 1.5916219544049244},
                  0.01563420885484121)),
          arguments(
              "ScaleMatvecTriL of TensorFlow Probability 0.25.0, and a shift",
              new TriangularAffine(3),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 0.25, 9),
                  "shift", SHIFT),
              image(
                  new double[] {0.7665542608689855, -0.6028193190452562, 2.2290968577497554},
                  0.01563420885484121)));

  /** The image of one point. */
  static MappedRows image(double[] y, double logDet) {
    return MappedRows.of(new double[] {0.5, -1.2, 2}, y, logDet);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @FieldSource("REFERENCES")
  void agreesWith(
      String source, Bijector map, Map<String, Values> parameters, MappedRows reference) {
    reference.with(parameters).assertMappedBy(map, 2e-14);
  }

  static final List<IntFunction<Bijector>> OF_ANY_SIZE =
      List.of(
          d -> new DenseLinear(d, 5),
          DiscreteCosine::new,
          d -> new Householder(d, 4),
          d -> new InvertibleLinear(d, 5),
          d -> new LowRankAffine(d, Math.min(2, d)),
          MatrixExponential::new,
          d -> new QrLinear(d, 2),
          Rotation::new,
          d -> new SvdLinear(d, 4),
          TriangularAffine::new);

  @ParameterizedTest
  @FieldSource("OF_ANY_SIZE")
  void rejectsOtherSizes(IntFunction<Bijector> map) {
    Expect.rejected("got 0", () -> map.apply(0));
    Expect.rejected("[3]", () -> map.apply(2).forwardEventShape(Shape.of(3)));
  }

  /** By NaiveLinear of nflows 0.14, whose weight is the change from the start. */
  @Test
  void denseMatricesAgreeWithNflows() {
    double[] weight = {1.1, 0.4, -0.3, 0.2, -0.8, 0.9, 0.5, 0.6, 0.7};
    double[][] start = OrthogonalMatrix.random(3, 5);
    Values change = Values.of(Shape.of(3, 3), weight);
    for (int i = 0; i < change.size(); i++) {
      change = change.with(i, weight[i] - start[i / 3][i % 3]);
    }
    LinearMapsTest.image(new double[] {-0.53, 2.86, 0.93}, 0.21672298351128716)
        .with(Map.of("change", change))
        .assertMappedBy(new DenseLinear(3, 5), 2e-14);
  }

  @Test
  void denseMatricesStartAsARotationOfTheirSeed() {
    double[][] start = OrthogonalMatrix.random(3, 5);
    double[] x = {0.5, -1.2, 2};
    double[] y = new double[3];
    for (int i = 0; i < 9; i++) {
      y[i / 3] += start[i / 3][i % 3] * x[i % 3];
    }
    Map<String, Values> atStart = Map.of("change", Values.zeros(Shape.of(3, 3)));
    LinearMapsTest.image(y, 0).with(atStart).assertMappedBy(new DenseLinear(3, 5), 2e-14);
    assertNotEquals(new DenseLinear(3, 5), new DenseLinear(3, 6));
  }

  @Test
  void invertibleMatricesStartAsARotationOfTheirSeed() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Values one = atStart(new InvertibleLinear(4, 5), x);
    assertEquals(0, atStart(new InvertibleLinear(4, 5), x).distance(one));
    assertTrue(atStart(new InvertibleLinear(4, 6), x).distance(one) > 0.1);
    assertNotEquals(new InvertibleLinear(4, 5), new InvertibleLinear(4, 6));
    for (int i = 0; i < x.rowCount(); i++) {
      assertEquals(squaredNorm(x.row(i)), squaredNorm(one.row(i)), 1e-12);
    }
  }

  @Test
  void invertibleMatricesStartAsAPermutationWhereAsked() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      InvertibleLinear map = new InvertibleLinear(4, InvertibleLinear.Start.PERMUTATION, seed);
      Values y = atStart(map, x);
      List<Integer> order = Permutation.random(4, seed).order();
      orders.add(order);
      for (int i = 0; i < x.rowCount(); i++) {
        for (int j = 0; j < 4; j++) {
          assertEquals(x.row(i)[order.get(j)], y.row(i)[j]);
        }
      }
    }
    assertTrue(orders.size() > 10, "of 24 orders, 20 seeds drew " + orders.size());
  }

  @Test
  void invertibleMatricesStartAsTheReversalWhereAsked() {
    Values x = Values.gaussian(Shape.of(20, 4), 1, new SplittableRandom(1));
    Values y = atStart(new InvertibleLinear(4, InvertibleLinear.Start.REVERSAL, 0), x);
    for (int i = 0; i < x.rowCount(); i++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(x.row(i)[3 - j], y.row(i)[j]);
      }
    }
  }

  /** A model asks each of its maps several times. */
  @Test
  void theDirectionOfManyFeaturesNeedsNoMatrix() {
    InvertibleLinear map = new InvertibleLinear(1_500, 5);
    assertTimeout(
        Duration.ofSeconds(2),
        () -> assertEquals(Monotonicity.NONE, map.monotonicity(Shape.of(1_500))));
  }

  /** A model decomposes each of its maps for every graph that it builds. */
  @Test
  void aPermutationOfManyFeaturesIsDecomposedWithoutElimination() {
    double[][] matrix = new double[2_500][2_500];
    List<Integer> order = Permutation.random(matrix.length, 5).order();
    for (int i = 0; i < matrix.length; i++) {
      matrix[i][order.get(i)] = 1;
    }
    LuFactors factors = assertTimeout(Duration.ofSeconds(2), () -> LuFactors.of(matrix));
    for (int i = 0; i < matrix.length; i++) {
      assertEquals(1, matrix[factors.pivots()[i]][i]);
      assertEquals(1, factors.packed()[i][i]);
    }
  }

  /** As constants in each function, masks would take more memory than the weights. */
  @Test
  void matricesOfManyFeaturesHaveNoConstants() {
    int size = 100;
    InvertibleLinear map = new InvertibleLinear(size, 5);
    Values x = Values.gaussian(Shape.of(3, size), 1, new SplittableRandom(1));
    double[][] rotation = OrthogonalMatrix.random(size, 5);
    Values expected = x.mapRows(row -> product(rotation, row));
    assertTrue(atStart(map, x).distance(expected) < 1e-12);
    var flow = new TransformedDistribution(StandardNormal.of(size), map);
    Weights weights = MovedWeights.of(flow, 0);
    long bytes = Float.BYTES * weights.size();
    assertTrue(ServedGraphs.of(flow, weights).getSerializedSize() < 2 * bytes);
  }

  private static double[] product(double[][] matrix, double[] vector) {
    Values of = Values.rows(Shape.of(vector.length), vector);
    return Arrays.stream(matrix)
        .mapToDouble(row -> Values.rows(Shape.of(row.length), row).dot(of))
        .toArray();
  }

  private static double squaredNorm(double[] row) {
    Values at = Values.rows(Shape.of(row.length), row);
    return at.dot(at);
  }

  private static Values atStart(InvertibleLinear map, Values x) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, map.size()));
      Mapped y = map.inverse(bench.scope(), fed);
      Map<String, Values> feeds = new LinkedHashMap<>(bench.initialValues());
      feeds.put("x", x);
      assertTrue(bench.fetch(y.logDet(), feeds).largestMagnitude() <= 1e-12);
      return bench.fetch(y.value(), feeds);
    }
  }

  /** In the direction from the data, entries of even places come first. */
  @Test
  void aRiffleShufflesHalvesAndAReversalReverses() {
    assertEquals(List.of(0, 2, 1, 3), Permutation.riffle(4).order());
    assertEquals(List.of(0, 3, 1, 4, 2), Permutation.riffle(5).order());
    assertEquals(List.of(0, 1), Permutation.riffle(2).order());
    assertEquals(List.of(3, 2, 1, 0), Permutation.reverse(4).order());
  }

  @Test
  void permutationsAreDrawnByTheSeed() {
    assertEquals(Permutation.random(20, 1), Permutation.random(20, 1));
    assertNotEquals(Permutation.random(20, 1), Permutation.random(20, 2));
  }

  /** Neighbouring seeds, as layers take them, must not draw the same order. */
  @Test
  void permutationsMixUnderNeighbouringSeeds() {
    long swaps =
        LongStream.range(0, 1000)
            .filter(seed -> Permutation.random(2, seed).order().get(0) == 1)
            .count();
    assertEquals(500.0, (double) swaps, 70.0, "four standard deviations and a half");
  }

  static List<Bijector> matrices() {
    return List.of(
        new TriangularAffine(3),
        new LowRankAffine(3, 2),
        new QrLinear(3, 3),
        new SvdLinear(3, 4),
        new MatrixExponential(3),
        new DenseLinear(3, 5),
        Chain.of(new ActNorm(), new Rotation(3)));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void xlaAgrees(Bijector matrix) {
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(3), matrix);
    float[][] x = TestRows.gaussian(50, 3, 2);
    Execution compiling = Execution.defaults().withCompilation(Compilation.XLA);
    Weights weights = MovedWeights.of(flow, 0);
    try (var plain = CompiledDistribution.compile(flow, 0, weights, Execution.defaults());
        var xla = CompiledDistribution.compile(flow, 0, weights, compiling)) {
      assertArrayEquals(plain.logProb(x), xla.logProb(x), 1e-4f);
    }
  }

  /** Both factors of zero would have no gradient. */
  @Test
  void oneFactorOfLowRankStartsAwayFromZero() {
    try (Workbench bench = Workbench.float64()) {
      Mapped unused =
          new LowRankAffine(3, 2).forward(bench.scope(), bench.input("x", Shape.of(-1, 3)));
      assertTrue(Values.fed(bench.initialValues(), "u").largestMagnitude() > 0.1);
    }
  }

  @Test
  void rejectsNoReflectionsAndWhatIsNoPermutation() {
    Expect.rejected("got 0", () -> new Householder(1, 0));
    Expect.rejected("got 0", () -> new QrLinear(1, 0));
    Expect.rejected("got 0", () -> new SvdLinear(1, 0));
    Expect.rejected("got 0", () -> new LowRankAffine(3, 0));
    Expect.rejected("got 4", () -> new LowRankAffine(3, 4));
    Expect.rejected("[0, 2]", () -> new Permutation(List.of(0, 2)));
    Expect.rejected("[1, 1, 0]", () -> new Permutation(List.of(1, 1, 0)));
    Expect.rejected("[]", () -> new Permutation(List.of()));
    Expect.rejected("d must be at least 1, got 0", () -> Permutation.reverse(0));
    Expect.rejected("d must be at least 1, got 0", () -> Permutation.riffle(0));
    Expect.rejected("d must be at least 1, got -1", () -> Permutation.random(-1, 1));
    Expect.rejected("[3]", () -> Permutation.reverse(4).forwardEventShape(Shape.of(3)));
  }
}
