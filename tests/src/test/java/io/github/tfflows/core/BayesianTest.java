package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.surjection.Dequantization;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/**
 * Bayesian parameters; bounds and posteriors train as parts of other distributions as they do
 * alone.
 */
class BayesianTest implements DistributionContract {
  @AutoClose private final Workbench bench = Workbench.training();

  private static final Training QUICK =
      Training.defaults()
          .withSteps(600)
          .withBatchSize(64)
          .withLearningRate(LearningRate.cosine(0.03));

  @Override
  public Distribution distribution(int d) {
    return new Bayesian(DiagonalNormal.trainable(d), 100, 1, 3);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("posterior.step", "mean", "mean.log_scale", "log_scale", "log_scale.log_scale");
  }

  @Override
  public List<String> states() {
    return List.of("posterior.step");
  }

  /** Scales of weights of 0.1 to 0.5, so that the box holds every draw. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    return 0.25 * random.nextGaussian() - (name.endsWith(".log_scale") ? 1.5 : 0);
  }

  /** The loss of each row in a training step, with its share of the divergence. */
  private static Expr loss(Workbench bench, Distribution bayesian, Expr x) {
    Expr loss = bayesian.logProb(bench.scope(), x).negated();
    assertEquals(1, bench.addedLosses().size());
    return loss.plus(bench.addedLosses().get(0));
  }

  /** At a scale of zero the loss of a row is {@code -log p + KL/N}, all in closed form. */
  @Test
  void theLossIsTheLikelihoodAndTheDivergence() {
    double[] mean = {0.5, -2};
    double s = 0.7;
    int rows = 50;
    double tiny = Math.exp(-18);
    double divergence = 0;
    for (double mu : new double[] {mean[0], mean[1], 0, 0}) {
      divergence += Math.log(s / tiny) + (tiny * tiny + mu * mu) / (2 * s * s) - 0.5;
    }
    Expr x = bench.input("x", Shape.of(-1, 2));
    Bayesian bayesian = new Bayesian(DiagonalNormal.trainable(2), rows, s, 1);
    Expr loss = loss(bench, bayesian, x);
    Map<String, Values> feeds = bench.parameters((name, shape) -> Values.zeros(shape));
    feeds.put("mean", Values.of(Shape.of(2), mean));
    for (String name : List.of("mean.log_scale", "log_scale.log_scale")) {
      feeds.put(name, Values.of(Shape.of(2), -50, -18));
    }
    feeds.put("x", Values.rows(Shape.of(2), 1, 1, 0.5, -2));
    double constant = Math.log(2 * Math.PI) + divergence / rows;
    Values found = bench.fetch(loss, feeds);
    assertEquals((0.25 + 9) / 2 + constant, found.at(0), 1e-6);
    assertEquals(constant, found.at(1), 1e-6);
  }

  /** The mean of the losses over steps is that of a normal with uncertain means. */
  @Test
  void theLossIsThatOfFreshWeightsInEachStep() {
    Expr x = bench.input("x", Shape.of(-1, 1));
    Bayesian bayesian = new Bayesian(DiagonalNormal.trainable(1), Long.MAX_VALUE, 1, 1);
    Expr loss = loss(bench, bayesian, x);
    Map<String, Values> feeds = bench.parameters((name, shape) -> Values.zeros(shape));
    feeds.put("mean.log_scale", Values.of(Shape.of(1), Math.log(0.5)));
    feeds.put("log_scale.log_scale", Values.of(Shape.of(1), -18));
    feeds.put("x", Values.rows(Shape.of(1), 0, 0));
    int steps = 2000;
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      feeds.put("posterior.step", Values.of(Shape.scalar(), step));
      Values found = bench.fetch(loss, feeds);
      assertEquals(found.at(0), found.at(1), "one draw for all rows");
      sum += found.at(0);
    }
    double expected = 0.5 * Math.log(2 * Math.PI) + 0.5 * 0.25;
    double deviation = 0.5 * 0.25 * Math.sqrt(2.0 / steps); // of w²/2 with w ~ N(0, 1/4)
    assertEquals(expected, sum / steps, 4 * deviation);
  }

  /** Of {@code N} rows of variance one, the mean has a posterior deviation of {@code 1/√N}. */
  @Test
  void theSpreadShrinksWithMoreRows() {
    double few = spreadOfMean(40);
    double many = spreadOfMean(4000);
    assertEquals(1 / Math.sqrt(40 + 1), few, 0.2 * few);
    assertEquals(1 / Math.sqrt(4000 + 1), many, 0.2 * many);
  }

  private static double spreadOfMean(int rows) {
    Bayesian bayesian = new Bayesian(DiagonalNormal.trainable(4), rows, 1, 1);
    Training recipe = QUICK.withHeldOut(0).withBatchSize(Math.min(rows, 200));
    try (CompiledDistribution model =
        recipe.fit(bayesian, Data.of(TestRows.gaussian(rows, 4, 3)))) {
      double[] logScales = model.weights().get("mean.log_scale").values();
      double sum = 0;
      for (double each : logScales) {
        sum += each / logScales.length;
      }
      return Math.exp(sum);
    }
  }

  /** Far rows have more density than under any single weights. */
  @Test
  void theDensityIsTheMeanOverTheDraws() {
    try (Workbench wide = Workbench.float64()) {
      Expr x = wide.input("x", Shape.of(-1, 1));
      Bayesian many = new Bayesian(DiagonalNormal.trainable(1), 1, 1, 400);
      Expr logProb = many.logProb(wide.scope(), x);
      Map<String, Values> feeds = wide.parameters((name, shape) -> Values.zeros(shape));
      feeds.put("log_scale.log_scale", Values.of(Shape.of(1), -18));
      feeds.put("x", Values.rows(Shape.of(1), 0, 1, 2));
      Values found = wide.fetch(logProb, feeds).map(Math::exp);
      for (int i = 0; i < 3; i++) { // N(0, 1) of a mean of deviation one is N(0, 2)
        double expected = Math.exp(-i * i / 4.0) / Math.sqrt(4 * Math.PI);
        assertEquals(expected, found.at(i), 0.15 * expected);
      }
    }
  }

  @Test
  void statesOfTheFlowMoveInTraining() {
    Distribution flow = new TransformedDistribution(StandardNormal.of(2), BatchNorm.defaults());
    Expr x = bench.input("x", Shape.of(-1, 2));
    Expr unused = new Bayesian(flow, 9, 1, 1).logProb(bench.scope(), x);
    assertTrue(bench.updates().containsKey("bijector.mean"), () -> "" + bench.updates());
  }

  @Test
  void compiledModelsDrawWeightsToo() {
    Distribution flow = new Bayesian(DiagonalNormal.trainable(2), 100, 1, 8);
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    try (CompiledDistribution plain = CompiledDistribution.compile(flow, 0);
        CompiledDistribution compiled =
            CompiledDistribution.compile(flow, 0, plain.weights(), xla)) {
      float[][] x = TestRows.gaussian(20, 2, 1);
      float[] expected = plain.logProb(x);
      float[] found = compiled.logProb(x);
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], 1e-4);
      }
    }
  }

  @Test
  void theDensityReadsTheContext() {
    Distribution flow =
        new TransformedDistribution(StandardNormal.of(2), new Coupling(new Affine(), Mlp.of(4)));
    try (Workbench wide = Workbench.float64()) {
      Expr context = wide.input("c", Shape.of(-1, 1));
      Expr logProb =
          new Bayesian(flow, 9, 1, 2)
              .logProb(wide.scope(context), wide.input("x", Shape.of(-1, 2)));
      Map<String, Values> feeds = new LinkedHashMap<>(wide.initialValues());
      feeds.put("bijector.conditioner.output.kernel", Values.ones(Shape.of(4, 2)));
      feeds.put("x", Values.rows(Shape.of(2), 1, 1, 1, 1));
      feeds.put("c", Values.rows(Shape.of(1), 0, 3));
      Values found = wide.fetch(logProb, feeds);
      assertTrue(Math.abs(found.at(0) - found.at(1)) > 1e-3, found::toString);
    }
  }

  @Test
  void posteriorsOfMaskedNetworksDrawInLoops() {
    Distribution flow = new Bayesian(Flows.maf(60, 1, Made.of(16)), 100, 1, 2);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 3)) {
      float[][] x = model.sample(50, 1);
      for (float each : model.logProb(x)) {
        assertTrue(Float.isFinite(each));
      }
    }
  }

  @Test
  void rejectsWhatHasNoPosterior() {
    Distribution normal = StandardNormal.of(1);
    Expect.rejected("rows must be at least 1, got 0", () -> new Bayesian(normal, 0, 1, 1));
    Expect.rejected("draws must be at least 1, got 0", () -> new Bayesian(normal, 5, 1, 0));
    Expect.rejected("got 0.0", () -> new Bayesian(normal, 5, 0, 1));
    Bayesian once = new Bayesian(normal, 5, 1, 1);
    Expect.rejected("Bayesian[", () -> new Bayesian(once, 5, 1, 1));
  }

  private static final int ROWS = 1_000;
  private static final int STEPS = 40;

  /** A distribution of one entry whose steps are random. */
  private enum Inner {
    AUGMENTED(
        new Augmented(
            new TransformedDistribution(StandardNormal.of(2), new TriangularAffine(2)),
            ConditionalNormal.linear(1),
            2)),
    SURJECTED(new Surjected(DiagonalNormal.trainable(1), new Dequantization(noiseOfOne(), 2))),
    BAYESIAN(new Bayesian(DiagonalNormal.trainable(1), 20, 1, 2));

    @SuppressWarnings("ImmutableEnumChecker") // definitions are values
    private final Distribution flat;

    Inner(Distribution flat) {
      this.flat = flat;
    }

    private static Distribution noiseOfOne() {
      return new TransformedDistribution(ConditionalNormal.linear(1), Sigmoid.unit());
    }
  }

  /** A way to nest a distribution three deep without changing its density. */
  private enum Outer {
    FLOWS(Outer::inFlow),
    ENSEMBLES(inner -> new Ensemble(List.of(inner))),
    MIXED(inner -> new Ensemble(List.of(inFlow(new Tempered(inner, 1)))));

    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private final UnaryOperator<Distribution> once;

    Outer(UnaryOperator<Distribution> once) {
      this.once = once;
    }

    /** Standardization of data that are standardized already. */
    private static Distribution inFlow(Distribution inner) {
      return new TransformedDistribution(
          inner, new Chain(List.of(new Standardize(List.of(0.0), List.of(1.0)))));
    }

    Distribution around(Distribution inner) {
      return once.apply(once.apply(once.apply(inner)));
    }
  }

  /** The mean losses of steps, at parameters that differ from their first values. */
  private static double[] losses(Distribution distribution, Workbench opened, int steps) {
    double[] losses = new double[steps];
    try (Workbench bench = opened) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr loss = distribution.logProb(bench.scope(), x).negated().mean(0);
      for (Expr term : bench.addedLosses()) {
        loss = loss.plus(term);
      }
      Map<String, Values> feeds =
          bench.parameters((name, shape) -> Values.zeros(shape).map(at -> value(name)));
      feeds.put("x", Values.rows(Shape.of(1), 0, 1, 2).repeatRows(ROWS));
      for (int step = 0; step < steps; step++) {
        int now = step;
        feeds.replaceAll((name, at) -> name.endsWith("step") ? at.map(before -> now) : at);
        losses[step] = bench.fetch(loss, feeds).at(0);
      }
    }
    return losses;
  }

  private static double value(String parameter) {
    return parameter.endsWith("mean.log_scale") || parameter.endsWith("log_scale.log_scale")
        ? -3
        : -0.2;
  }

  @ParameterizedTest
  @EnumSource
  void stepsThreeDeepAreFresh(Inner inner) {
    for (Outer outer : Outer.values()) {
      Distribution deep = outer.around(inner.flat);
      double[] inSteps = losses(deep, Workbench.training(), 2);
      assertNotEquals(inSteps[0], inSteps[1], inner + " " + outer);
      double[] elsewhere = losses(deep, Workbench.evaluating(), 2);
      assertEquals(elsewhere[0], elsewhere[1], inner + " " + outer);
    }
  }

  /** Their seeds differ by place, so that the means over many rows and steps are compared. */
  @ParameterizedTest
  @EnumSource
  void stepsThreeDeepHaveTheLossOfTheFlatOne(Inner inner) {
    double flat = meanLoss(inner.flat);
    for (Outer outer : Outer.values()) {
      double deep = meanLoss(outer.around(inner.flat));
      assertEquals(flat, deep, 0.02 * Math.abs(flat), inner + " " + outer);
    }
  }

  private static double meanLoss(Distribution distribution) {
    return Arrays.stream(losses(distribution, Workbench.training(), STEPS)).average().orElseThrow();
  }

  /** Both posteriors add the divergence of their weights, the outer one also that of the inner. */
  @Test
  void aPosteriorWithinAPosteriorAddsBoth() {
    Distribution inner = Outer.FLOWS.around(Inner.BAYESIAN.flat);
    Expr unused =
        new Bayesian(inner, 20, 1, 2).logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
    assertEquals(2, bench.addedLosses().size());
  }

  /** A flow that is built twice in a step, as by several atoms, counts its divergence once. */
  @Test
  void aTermCountsOnceInAStep() {
    Expr x = bench.input("x", Shape.of(-1, 1));
    for (int i = 0; i < 2; i++) {
      Expr unused = Inner.BAYESIAN.flat.logProb(bench.scope(), x);
    }
    Expr unused = Inner.BAYESIAN.flat.logProb(bench.scope().withParametersHeld(), x);
    assertEquals(1, bench.addedLosses().size());
    Expr mean = bench.parameter("mean");
    assertTrue(bench.gradients(bench.addedLosses().get(0), List.of(mean)).get(0).isPresent());
  }

  /** Of {@code N} rows of variance one, the mean has a posterior deviation of {@code 1/√N}. */
  @ParameterizedTest
  @EnumSource
  void aFitKeepsTheDivergenceOfNestedWeights(Outer outer) {
    int rows = 40;
    Distribution deep = outer.around(new Bayesian(DiagonalNormal.trainable(1), rows, 1, 1));
    Training recipe =
        Training.defaults()
            .withSteps(400)
            .withBatchSize(rows)
            .withLearningRate(LearningRate.cosine(0.05))
            .withHeldOut(0);
    try (CompiledDistribution model = recipe.fit(deep, Data.of(TestRows.gaussian(rows, 1, 3)))) {
      String name =
          model.weights().byName().keySet().stream()
              .filter(each -> each.endsWith("mean.log_scale"))
              .findAny()
              .orElseThrow();
      double spread = Math.exp(model.weights().get(name).values()[0]);
      assertEquals(1 / Math.sqrt(rows + 1), spread, 0.25 * spread);
    }
  }
}
