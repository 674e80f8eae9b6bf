package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.linear.TriangularAffine;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.surjection.Dequantization;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.TestRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Bounds and posteriors train as parts of other distributions as they do alone. */
class NestedLossesTest {
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
    try (Workbench bench = Workbench.training()) {
      Expr unused =
          new Bayesian(inner, 20, 1, 2).logProb(bench.scope(), bench.input("x", Shape.of(-1, 1)));
      assertEquals(2, bench.addedLosses().size());
    }
  }

  /** A flow that is built twice in a step, as by several atoms, counts its divergence once. */
  @Test
  void aTermCountsOnceInAStep() {
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      for (int i = 0; i < 2; i++) {
        Expr unused = Inner.BAYESIAN.flat.logProb(bench.scope(), x);
      }
      Expr unused = Inner.BAYESIAN.flat.logProb(bench.scope().withParametersHeld(), x);
      assertEquals(1, bench.addedLosses().size());
      Expr mean = bench.parameter("mean");
      assertTrue(bench.gradients(bench.addedLosses().get(0), List.of(mean)).get(0).isPresent());
    }
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
