package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.TriangularSpline;
import io.github.tfflows.bijectors.continuous.ContinuousFlow;
import io.github.tfflows.bijectors.continuous.DormandPrince;
import io.github.tfflows.bijectors.continuous.RungeKutta;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.image.ImageFlows;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.monotone.DeepSigmoidal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.PeriodicFeatures;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.MaskedNetwork;
import io.github.tfflows.bijectors.residual.PowerSeries;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.residual.RussianRoulette;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.scalar.SinhArcsinh;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.bijectors.spline.CubicSpline;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.Logistic;
import io.github.tfflows.core.base.PowerSpherical;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.base.VonMisesFisher;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.saved.rules.GraphRules;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ExportWarnings;
import io.github.tfflows.testing.SmallFlows;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/**
 * What this library exports is within the rules for models from strangers, and definitions are read
 * back from their text.
 */
class AcceptedModelsTest {
  @TempDir Path folder;

  /** Flows with each kind of layer; {@link AllExports} has them, too. */
  static Map<String, Distribution> flows() {
    Map<String, Distribution> flows = new LinkedHashMap<>(SmallFlows.of(3));
    flows.put("loops", Flows.neuralSplineAutoregressive(30));
    flows.put("wide loops", Flows.maf(60));
    flows.put("a mixture", of(new GaussianMixture(4, 3), BatchNorm.defaults()));
    flows.put("a normal", DiagonalNormal.trainable(3));
    flows.put("a cube", of(Uniform.cube(3, -1, 1), Permutation.random(3, 1)));
    flows.put("linear layers", of(StandardNormal.of(3), linear()));
    flows.put(
        "blocks",
        of(
            StandardNormal.of(3),
            Blockwise.of(
                new Blockwise.Part(1, new Planar(PlanarActivation.LEAKY_RELU)),
                new Blockwise.Part(2, new RationalQuadratic(4, 3)))));
    TriangularSpline triangular = new TriangularSpline(new CubicSpline(4, 3));
    flows.put("a triangular spline", of(StandardNormal.of(3), triangular));
    flows.put("searches", of(StandardNormal.of(3), searched()));
    flows.put("images", of(StandardNormal.of(4), new Reshape(Shape.of(4), Shape.of(2, 2, 1))));
    flows.put("glow of images", ImageFlows.glow(Shape.of(4, 4, 1), 2, 2, 4));
    flows.put("realNvp of images", ImageFlows.realNvp(Shape.of(4, 4, 1), 2, 4));
    return flows;
  }

  private static Bijector linear() {
    return Chain.of(
        new ActNorm(),
        new MaskedAutoregressive(new RationalQuadratic(3, 2), Made.of(4)).inverted(),
        Standardize.fit(TestRows.gaussian(9, 3, 1)));
  }

  /** Layers whose draws search, in loops that end early. */
  private static Bijector searched() {
    return Chain.of(
        ResidualFlow.of(LipschitzMlp.of(4)),
        new MaskedAutoregressive(new DeepSigmoidal(1, 4).inverted(), Made.of(4)));
  }

  private static Distribution of(Distribution base, Bijector map) {
    return new TransformedDistribution(base, map);
  }

  @Test
  void otherFormsAreAccepted() {
    AllExports.Export flow = new AllExports.Export(Flows.neuralSplineCoupling(3), 2);
    for (Compilation compilation : Compilation.values()) {
      for (Precision precision : Precision.values()) {
        assertEquals(Optional.empty(), GraphRules.brokenBy(flow.model(precision, compilation)));
      }
    }
  }

  /** Passes features on by an op that no rule lists. */
  private record Passing() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(scope.expr(scope.tf().debugging.checkNumerics(x, "x")));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  @Test
  void anExportThatNeedsTrustSaysSo() throws IOException {
    Path directory = folder.resolve("model");
    Rows x = Rows.of(TestRows.gaussian(3, 2, 1));
    try (CompiledDistribution model =
        CompiledDistribution.compile(of(StandardNormal.of(2), new Passing()), 0)) {
      model.export(directory);
      try (CompiledDistribution trusted =
          CompiledDistribution.loadTrusted(directory, Execution.defaults())) {
        assertArrayEquals(model.logProb(x), trusted.logProb(x));
      }
    }
    String warnings = ExportWarnings.take().toString();
    assertTrue(warnings.contains("CheckNumericsV2"), warnings);
    Expect.failed(
        IOException.class, "CheckNumericsV2", () -> CompiledDistribution.load(directory).close());
  }

  /** A bijector of one's own, with components of every kind. */
  record Own(
      String name,
      Optional<Shape> shape,
      List<List<Integer>> numbers,
      long large,
      float small,
      boolean flag,
      Activations activation)
      implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return new Mapped(x, x.sumEvent().zeros());
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  /** A bijector of one's own, with components of generic types. */
  record OwnGeneric<B extends Bijector>(B last, List<? extends B> others, OwnNamed<B> named)
      implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return last.forward(scope, x);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return last.inverse(scope, y);
    }
  }

  record OwnNamed<B extends Bijector>(@Nullable String name, B map) {}

  static Stream<Distribution> definitions() {
    return Stream.concat(flows().values().stream(), layers());
  }

  static Stream<Distribution> layers() {
    Bijector circular =
        new Coupling(
            new CircularRationalQuadratic(4, Math.PI), new PeriodicFeatures(Mlp.of(8), Math.PI));
    Bijector blocks =
        new Blockwise(
            List.of(
                new Blockwise.Part(2, new Sigmoid(-1e-30, 1.5)),
                new Blockwise.Part(2, new SinhArcsinh().inverted())));
    Own own =
        new Own(
            "a \"quoted\" \\ name, (with) [brackets]",
            Optional.of(Shape.of(1, 2)),
            List.of(List.of(), List.of(1, -2)),
            Long.MIN_VALUE,
            1e-30f,
            true,
            Activations.TANH);
    Bijector exp = new Exp();
    return Stream.of(
        new TransformedDistribution(
            DiagonalNormal.fixed(List.of(0.1, -2e10), List.of(1e-3, 3.0)), circular),
        new TransformedDistribution(
            new GaussianMixture(3, 4),
            Chain.of(blocks, Permutation.reverse(4), new BatchNorm(0.9, 1e-5))),
        new TransformedDistribution(
            Uniform.cube(4, -1, 1),
            Chain.of(
                new Reshape(Shape.of(4), Shape.of(2, 2)),
                new Coupling(new Sigmoid(0, 1).inverted(), Mlp.of(4)).inverted(),
                own)),
        new TransformedDistribution(
            StandardNormal.of(2),
            Chain.of(
                new Planar(PlanarActivation.LEAKY_RELU),
                new Radial().inverted(),
                new Standardize(List.of(1.0, 2.0), List.of(3.0, 4.0)))),
        Flows.realNvp(3, 2, Mlp.of(8).withActivation(Activations.ELU)),
        Flows.iaf(3, 2, new MaskedNetwork(Mlp.of(8, 9).withWeightNorm())),
        of(
            StandardNormal.of(2),
            Chain.of(
                ContinuousFlow.of(VelocityMlp.of(3))
                    .withSolver(new DormandPrince(1e-4, 50, new RungeKutta(8))),
                ResidualFlow.of(LipschitzMlp.of(4)).withLogDeterminant(new PowerSeries(3)),
                ResidualFlow.of(LipschitzMlp.of(4)).withLogDeterminant(RussianRoulette.of(9)))),
        VonMisesFisher.trainable(4),
        PowerSpherical.trainable(3),
        Quantized.of(Logistic.trainable(2)),
        new Quantized(DiagonalNormal.trainable(2), -3, 3),
        of(
            StandardNormal.of(2),
            new OwnGeneric<>(exp, List.of(own, circular), new OwnNamed<>("b", blocks))));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void aDefinitionIsReadBack(Distribution definition) {
    assertEquals(definition, ModelDescription.of(definition, 0).definition());
  }

  @Test
  void theFormIsReadable() {
    ModelDescription description =
        ModelDescription.of(
            new TransformedDistribution(
                StandardNormal.of(2), new MaskedAutoregressive(new Sigmoid(0, 1), Made.of(8))),
            0);
    assertEquals(
        "io.github.tfflows.core.TransformedDistribution("
            + "base=io.github.tfflows.core.base.StandardNormal(eventShape=[2]), "
            + "bijector=io.github.tfflows.bijectors.MaskedAutoregressive("
            + "map=io.github.tfflows.bijectors.scalar.Sigmoid(low=0.0, high=1.0), "
            + "conditioner=io.github.tfflows.bijectors.network.autoregressive.Made("
            + "network=io.github.tfflows.bijectors.network.Mlp(hidden=[8], activation=RELU))))",
        description.get("definition.record"));
  }

  @Test
  void aDefinitionThatHoldsALambdaIsNotReadBack() {
    Distribution base = StandardNormal.of(2);
    Distribution flow =
        new TransformedDistribution(
            base,
            new Bijector() {
              @Override
              public Mapped forward(GraphScope scope, Expr x) {
                return new Mapped(x, x.sumEvent().zeros());
              }

              @Override
              public Mapped inverse(GraphScope scope, Expr y) {
                return forward(scope, y);
              }
            });
    Expect.rejected(
        "cannot be read back", () -> ModelDescription.of(flow, 0).definition().eventShape());
  }

  @Test
  void aDefinitionThatHoldsANullIsNotReadBack() {
    Bijector exp = new Exp();
    Distribution flow =
        of(StandardNormal.of(2), new OwnGeneric<>(exp, List.of(), new OwnNamed<>(null, exp)));
    Expect.rejected(
        "cannot be read back", () -> ModelDescription.of(flow, 0).definition().eventShape());
  }

  private static void rejects(String message, String text) {
    ModelDescription description = new ModelDescription(Map.of("definition.record", text));
    Expect.rejected(message, () -> description.definition().eventShape());
  }

  @Test
  void onlySuitableRecordsAreMade() {
    String normal = StandardNormal.class.getName();
    rejects("not on the class path", "com.example.Missing(a=1)");
    rejects("a record that is a Distribution, got java.lang.Runtime", "java.lang.Runtime()");
    rejects("a record that is a Distribution", Planar.class.getName() + "(activation=TANH)");
    rejects("cannot be made", normal + "(eventShape=[0])");
    rejects("expected 'eventShape'", normal + "(shape=[2])");
    rejects("expected '='", normal + "(eventShape[2])");
    rejects("a number", normal + "(eventShape=[two])");
    rejects("expected ')'", normal + "(eventShape=[2]");
    rejects("expected ''", normal + "(eventShape=[2]))");
    rejects("expected '['", normal + "(eventShape=2)");
    rejects("not on the class path", "");
    rejects(
        "a constant of",
        DiagonalNormal.class.getName() + "(mean=[0.0], scale=[1.0], trainability=SOMETIMES)");
    String inverted = Bijector.Inverted.class.getName() + "(bijector=";
    rejects(
        "at most 100 records",
        "%s(base=%s(eventShape=[2]), bijector=%s"
            .formatted(TransformedDistribution.class.getName(), normal, inverted.repeat(100_000)));
  }

  @Test
  void theTextSurvivesADescriptionFile() throws Exception {
    ModelDescription description = ModelDescription.of(layers().toList().get(2), 0);
    ModelDescription read =
        ModelDescription.read(new java.io.StringReader(description.toProperties()));
    assertEquals(description.definition(), read.definition());
    assertTrue(description.get("definition.record").contains("quoted"));
  }
}
