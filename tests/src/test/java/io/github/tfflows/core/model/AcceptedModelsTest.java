package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Reshape;
import io.github.tfflows.bijectors.TriangularSpline;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.image.ImageFlows;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.monotone.DeepSigmoidal;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.spline.CubicSpline;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.saved.rules.GraphRules;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.SmallFlows;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** What this library exports is within the rules for models from strangers. */
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
    StringBuilder logged = new StringBuilder();
    Logger logger = Logger.getLogger(CompiledDistribution.class.getName());
    Handler handler = new Collecting(logged);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    Rows x = Rows.of(TestRows.gaussian(3, 2, 1));
    try (CompiledDistribution model =
        CompiledDistribution.compile(of(StandardNormal.of(2), new Passing()), 0)) {
      model.export(directory);
      try (CompiledDistribution trusted =
          CompiledDistribution.loadTrusted(directory, Execution.defaults())) {
        assertArrayEquals(model.logProb(x), trusted.logProb(x));
      }
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertTrue(logged.toString().contains("CheckNumericsV2"), logged::toString);
    Expect.failed(
        IOException.class, "CheckNumericsV2", () -> CompiledDistribution.load(directory).close());
  }

  /** Keeps the messages of a log. */
  private static final class Collecting extends Handler {
    private final StringBuilder text;

    Collecting(StringBuilder text) {
      this.text = text;
    }

    @Override
    public void publish(LogRecord record) {
      text.append(new SimpleFormatter().formatMessage(record)).append('\n');
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
