package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.CallerThreads;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

class CompiledDistributionTest {
  private static final Execution ONE_THREAD =
      Execution.defaults().withDevice(Device.CPU).withThreads(1);
  private static final TransformedDistribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(3),
          Chain.of(
              new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)),
              new MaskedAutoregressive(new Affine(), Made.of(16))));

  private static CompiledDistribution model() {
    return CompiledDistribution.compile(FLOW, 0, MovedWeights.of(FLOW, 0), Execution.defaults());
  }

  @Test
  void equalSeedsGiveEqualDraws() {
    try (CompiledDistribution model = model();
        CompiledDistribution same = model()) {
      assertArrayEquals(model.sample(40_000, 3), same.sample(40_000, 3));
      assertNotEquals(model.sample(1, 3)[0][0], model.sample(1, 4)[0][0]);
      Draws draws = model.sampleAndLogProb(200, 9);
      assertArrayEquals(model.logProb(draws.x()), draws.logProb(), 1e-2f);
    }
  }

  @Test
  void largeInputsAreRunInChunksWithTheSameResults() {
    assertEquals(1 << 14, ModelRunner.mostRows(Shape.of(3)));
    assertEquals(256, ModelRunner.mostRows(Shape.of(64, 64)), "a part has a million numbers");
    Rows x = Rows.of(TestRows.gaussian(40_000, 3, 2));
    try (CompiledDistribution model = model()) {
      float[] all = model.logProb(x);
      for (int from : new int[] {0, 16_380, 39_990}) {
        float[] part = model.logProb(x.slice(from, from + 10));
        assertArrayEquals(Arrays.copyOfRange(all, from, from + 10), part, 1e-5f);
      }
      float[] values = model.inverse(x).value().values();
      assertArrayEquals(
          model.inverse(x.slice(39_990, 40_000)).value().values(),
          Arrays.copyOfRange(values, 39_990 * 3, 40_000 * 3),
          1e-5f);
    }
  }

  @Test
  void rowsSharedOutToThreadsHaveTheSameResults() {
    Rows none = Rows.empty(301);
    assertSameInFourThreads(FLOW, 0, Rows.of(TestRows.gaussian(301, 3, 4)), none);
    Rows context = Rows.of(TestRows.gaussian(301, 2, 5));
    assertSameInFourThreads(FLOW, 2, Rows.of(TestRows.gaussian(301, 3, 4)), context);
    Distribution bare = DiagonalNormal.trainable(3);
    assertSameInFourThreads(bare, 0, Rows.of(TestRows.gaussian(301, 3, 4)), none);
  }

  private static void assertSameInFourThreads(
      Distribution flow, int contextSize, Rows x, Rows context) {
    assertSame(flow, contextSize, x, context, ONE_THREAD.withThreads(4));
  }

  private static void assertSame(
      Distribution flow, int contextSize, Rows x, Rows context, Execution several) {
    assertSame(flow, contextSize, x, context, several.withThreads(1), several);
  }

  private static void assertSame(
      Distribution flow, int contextSize, Rows x, Rows context, Execution first, Execution second) {
    Weights weights = MovedWeights.of(flow, contextSize);
    try (var alone = CompiledDistribution.compile(flow, contextSize, weights, first);
        var shared = CompiledDistribution.compile(flow, contextSize, weights, second)) {
      Density one = alone.given(context);
      Density other = shared.given(context);
      assertArrayEquals(one.logProb(x), other.logProb(x), 1e-4f);
      Draws draws = one.sampleAndLogProb(context.count(), 7);
      Draws same = other.sampleAndLogProb(context.count(), 7);
      assertArrayEquals(draws.x().values(), same.x().values(), 1e-4f);
      assertArrayEquals(draws.logProb(), same.logProb(), 1e-3f);
      if (flow instanceof TransformedDistribution) {
        assertSame(one.inverse(x), other.inverse(x));
        assertSame(one.forward(x), other.forward(x));
      }
    }
  }

  private static void assertSame(Transformed expected, Transformed actual) {
    assertArrayEquals(expected.value().values(), actual.value().values(), 1e-4f);
    assertArrayEquals(expected.logDet(), actual.logDet(), 1e-4f);
  }

  @Test
  void partsOfTheDrawsHaveSeedsOfTheirOwn() {
    for (int threads : new int[] {1, 2, 4}) {
      Execution execution = ONE_THREAD.withThreads(threads);
      Weights weights = MovedWeights.of(FLOW, 0);
      try (var model = CompiledDistribution.compile(FLOW, 0, weights, execution)) {
        float[][] many = model.sample(20_000, 7);
        for (int count : new int[] {1, 301, 501, 1000, 1400}) {
          float[][] few = Arrays.copyOf(many, count);
          assertArrayEquals(Rows.of(few).values(), Rows.of(model.sample(count, 7)).values(), 1e-4f);
        }
        for (int first : new int[] {0, 500, 1000, 8000, 16_000}) {
          float[][] part = Arrays.copyOfRange(many, first, first + 500);
          assertArrayEquals(Rows.of(part).values(), drawn(model, 500, 7, first), 1e-4f);
        }
      }
    }
  }

  /** Draws by the signature, as another runtime does. */
  private static float[] drawn(CompiledDistribution model, int count, long seed, long stream) {
    try (Tensor counts = TInt32.scalarOf(count);
        Tensor seeds = TInt64.vectorOf(seed, stream);
        Result result = model.call("sample", Map.of("count", counts, "seed", seeds))) {
      return Tensors.floats(result.get("x").orElseThrow());
    }
  }

  @Test
  void xlaAgreesAndDrawsTheSame() {
    Execution plain = Execution.defaults();
    Execution xla = plain.withCompilation(Compilation.XLA);
    Rows x = Rows.of(TestRows.gaussian(64, 3, 6));
    assertSame(FLOW, 0, x, Rows.empty(64), plain, xla);
    assertSame(FLOW, 2, x, Rows.of(TestRows.gaussian(64, 2, 5)), plain, xla);
  }

  @Test
  void concurrentCallersGetTheirOwnResults() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (CompiledDistribution model = model()) {
      List<Callable<Void>> calls =
          IntStream.range(0, 200)
              .mapToObj(i -> TestRows.gaussian(i % 5 == 0 ? 300 : 1 + i % 7, 3, i))
              .map(x -> sameAgain(model, x, model.logProb(x)))
              .toList();
      for (Future<Void> call : callers.invokeAll(calls)) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }
  }

  private static Callable<Void> sameAgain(
      CompiledDistribution model, float[][] x, float[] expected) {
    return () -> {
      float tolerance = x.length < 8 ? 0 : 1e-4f; // few rows are never cut
      assertArrayEquals(expected, model.logProb(x), tolerance);
      return null;
    };
  }

  @Test
  void callsBesideOthersAreNotCut() {
    Execution one = Execution.defaults().withDevice(Device.CPU).withThreads(1);
    CallerThreads others = new CallerThreads(one, 1);
    float[][] x = TestRows.gaussian(301, 3, 4);
    try (var alone = CompiledDistribution.compile(FLOW, 0, MovedWeights.of(FLOW, 0), one);
        CompiledDistribution model = model()) {
      float[] expected = alone.logProb(x);
      float[][] draws = alone.sample(301, 7);
      Parts.Work calls =
          (from, to) -> {
            assertArrayEquals(expected, model.logProb(x));
            assertArrayEquals(draws, model.sample(301, 7));
          };
      beside(others, Runtime.getRuntime().availableProcessors() - 1, calls);
    }
  }

  private static void beside(CallerThreads others, int count, Parts.Work work) {
    Parts.Work inner = count <= 1 ? work : (from, to) -> beside(others, count - 1, work);
    others.run(callers -> Parts.ofSize(1, 1, 1), inner);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void severalWeightsGiveTheModelOfEach(Precision precision) {
    Execution execution = Execution.defaults().withPrecision(precision);
    float[][] x = TestRows.gaussian(4, 3, 8);
    List<Weights> weights = Stream.of(0.5, 1.0, 1.5).map(CompiledDistributionTest::scaled).toList();
    ModelDescription plain = ModelDescription.of(FLOW, 0);
    List<CompiledDistribution> models =
        CompiledDistribution.compileEach(
            FLOW, 0, weights, execution, i -> plain.with(Map.of("place", Integer.toString(i))));
    try {
      for (int i = 0; i < models.size(); i++) {
        try (CompiledDistribution apart =
            CompiledDistribution.compile(FLOW, 0, weights.get(i), execution)) {
          assertArrayEquals(apart.logProb(x), models.get(i).logProb(x));
          assertEquals(apart.weights(), models.get(i).weights());
          assertEquals(Integer.toString(i), models.get(i).description().get("place"));
        }
      }
    } finally {
      models.forEach(CompiledDistribution::close);
    }
    List<Weights> incomplete = List.of(weights.get(0), new Weights(Map.of()));
    Expect.rejected(
        "no weights named",
        () -> CompiledDistribution.compileEach(FLOW, 0, incomplete, execution, i -> plain));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aBuiltGraphWithOtherWeightsIsThatOfThese(Precision precision) {
    Class<TFloating> type = Tensors.type(precision);
    for (Distribution flow : List.of(FLOW, Flows.planar(2, 2))) { // matrices, and single numbers
      Weights weights = MovedWeights.of(flow, 0);
      Weights initial = Initialization.of(flow, 0, 3, ONE_THREAD);
      assertEquals(
          ServingGraph.build(flow, 0, weights, type),
          ServingGraph.with(ServingGraph.build(flow, 0, initial, type), weights));
    }
  }

  private static Weights scaled(double factor) {
    return MovedWeights.each(MovedWeights.of(FLOW, 0), (name, value) -> factor * value);
  }

  @Test
  void badInputIsNamed() {
    try (CompiledDistribution model = model()) {
      float[][] holed = TestRows.gaussian(3, 3, 1);
      holed[1][2] = Float.POSITIVE_INFINITY;
      Expect.rejected("Infinity in row 1, column 2", () -> model.logProb(holed));
      Expect.rejected("rows of shape [3]", () -> model.logProb(new float[2][4]));
      Expect.rejected(
          "row 1 has 2 columns", () -> model.logProb(new float[][] {{1, 2, 3}, {1, 2}}));
      Expect.rejected("got -1", () -> model.sample(-1, 0));
      Expect.rejected("signature nope", () -> model.call("nope", Map.of()));
    }
    Rows square = Rows.of(new float[4], 2, 2);
    Expect.rejected("[2, 2]", () -> new Data(Rows.of(new float[1][3]), square));
    Expect.rejected("-1", () -> CompiledDistribution.compile(FLOW, -1, 0, Execution.defaults()));
    Weights incomplete = new Weights(Map.of());
    Expect.rejected(
        "no weights named",
        () -> CompiledDistribution.compile(FLOW, 0, incomplete, Execution.defaults()));
  }

  @ParameterizedTest
  @EnumSource(Compilation.class)
  void aLogDeterminantThatIsNoNumberForEachRowIsRefused(Compilation compilation) {
    Distribution flow = new TransformedDistribution(StandardNormal.of(2), new OneLogDet());
    Execution execution = Execution.defaults().withCompilation(compilation);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0, 0, execution)) {
      Expect.failed(
          IllegalStateException.class,
          "the model returned 1 numbers as log_det of 3 rows; expected 1 a row",
          () -> model.inverse(X));
    }
  }

  /** Returns a weight itself, which XLA then has inside of the function. */
  private record OneLogDet() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return new Mapped(x, scope.parameter("log_det", Shape.of(1), new Zeros<>()));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  @Test
  void aBareDistributionHasNoMap() {
    try (CompiledDistribution model = CompiledDistribution.compile(StandardNormal.of(2), 0)) {
      assertEquals(-Math.log(2 * Math.PI), model.logProb(new float[1][2])[0], 1e-6);
      assertEquals(7, model.sample(7, 1).length);
      assertThrows(UnsupportedOperationException.class, () -> model.forward(new float[1][2]));
      Expect.failed(
          UnsupportedOperationException.class,
          "an earlier version of tfflows exported it, fit or refit it again",
          () -> model.fullConditionals(Rows.of(new float[1][2])));
    }
  }

  @Test
  void noRowsGiveNoResults() {
    try (CompiledDistribution model = model()) {
      assertEquals(0, model.sample(0, 1).length);
      Rows none = new Rows(new float[0], Shape.of(3), 0);
      assertEquals(0, model.logProb(none).length);
    }
  }

  private static final float[][] X = {{1, 2}, {-1, 0.5f}, {0.3f, -2}};
  private static final float[] C = {0.5f, -1, 2};

  private static final CompiledDistribution CONDITIONAL = conditional();

  private static CompiledDistribution conditional() {
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(8));
    return CompiledDistribution.compile(flow, 3, MovedWeights.of(flow, 3), Execution.defaults());
  }

  @AfterAll
  static void closeConditional() {
    CONDITIONAL.close();
  }

  @Test
  void oneContextHoldsForAllRows() {
    Density once = CONDITIONAL.given(C);
    Density thrice = CONDITIONAL.given(C, C, C);
    assertArrayEquals(thrice.logProb(X), once.logProb(X));
    assertArrayEquals(thrice.sample(3, 7), once.sample(3, 7));
    assertArrayEquals(thrice.inverse(X).logDet(), once.inverse(X).logDet());
    assertArrayEquals(thrice.forward(X).logDet(), once.forward(X).logDet());
    assertEquals(CONDITIONAL.eventShape(), once.eventShape());
    assertEquals(0, once.sample(0, 7).length);
  }

  @Test
  void everyRowHasItsOwnContext() {
    float[] other = {3, 1, 0};
    float[] logProb = CONDITIONAL.given(C, other, C).logProb(X);
    assertEquals(CONDITIONAL.given(C).logProb(X)[0], logProb[0], 1e-5f);
    assertEquals(CONDITIONAL.given(other).logProb(X)[1], logProb[1], 1e-5f);
    assertNotEquals(CONDITIONAL.given(C).logProb(X)[1], logProb[1], 1e-3f);
  }

  @Test
  void anUnconditionalModelHasContextsWithoutColumns() {
    try (CompiledDistribution plain = CompiledDistribution.compile(Flows.realNvp(2), 1)) {
      assertArrayEquals(plain.logProb(X), plain.given(Rows.empty(3)).logProb(X));
      Expect.rejected(
          "the model is unconditional, but got a context of 1 row of shape [3]",
          () -> plain.given(C));
    }
  }

  @Test
  void contextsThatDoNotFitAreRefused() {
    Expect.rejected("3 columns", () -> CONDITIONAL.given(new float[] {1, 2}));
    Expect.rejected("3 rows", () -> CONDITIONAL.given(C, C).logProb(X));
    Expect.rejected("5 rows", () -> CONDITIONAL.given(C, C).sample(5, 1));
    Expect.rejected("-1", () -> CONDITIONAL.given(C).sample(-1, 1));
    Expect.rejected("NaN", () -> CONDITIONAL.given(new float[] {1, Float.NaN, 2}));
    Expect.rejected("model.given(context)", () -> CONDITIONAL.logProb(X));
    Expect.rejected("3 columns", () -> CONDITIONAL.sample(1, 0));
  }

  /** Compiles a model, which needs TensorFlow's native library. */
  static final class Compiling {
    public static void main(String[] arguments) {
      CompiledDistribution.compile(StandardNormal.of(1), 0).close();
    }

    private Compiling() {}
  }

  @Test
  void aMissingNativeLibraryIsNamed() throws Exception {
    ChildJvm.Outcome without =
        ChildJvm.run(
            Compiling.class, entry -> !entry.matches(".*tensorflow-core-native-.*-(x86|arm).*"));
    String printed = String.join("\n", without.lines());
    assertEquals(1, without.status(), printed);
    for (String part :
        List.of(
            "IllegalStateException",
            "<artifactId>tensorflow-core-native</artifactId>",
            "<classifier>linux-x86_64</classifier>")) {
      assertTrue(printed.contains(part), printed);
    }
  }
}
