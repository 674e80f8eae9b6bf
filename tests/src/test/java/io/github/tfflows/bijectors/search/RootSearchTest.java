package io.github.tfflows.bijectors.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.monotone.LogisticMixture;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** On {@code x² = p}, whose root and its derivative {@code 1/(2x)} are known. */
class RootSearchTest {
  private static Expr root(GraphScope scope, Expr p, double start, int steps) {
    RootSearch.Bracket bracket =
        new RootSearch.Bracket(row(scope, 0), row(scope, 16), row(scope, start));
    return root(p, bracket, steps);
  }

  private static Expr root(Expr p, RootSearch.Bracket bracket, int steps) {
    return RootSearch.root(
        x -> new RootSearch.Point(x.square().minus(p), x.times(2)), bracket, steps);
  }

  private static Expr row(GraphScope scope, double value) {
    return scope.constant(Shape.of(1), value);
  }

  private static double at(double p, double start, int steps) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("p", Shape.of(1));
      return bench
          .fetch(root(bench.scope(), fed, start, steps), Map.of("p", Values.of(Shape.of(1), p)))
          .at(0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 5})
  void findsTheRootFromAnyStart(double start) {
    for (double p : new double[] {1e-6, 2, 60}) {
      assertEquals(Math.sqrt(p), at(p, start, 30), 1e-14 * (1 + Math.sqrt(p)));
    }
  }

  /** One point visited and one Newton step from it. */
  @Test
  void takesTheStepsAskedFor() {
    assertEquals(1.5, at(2, 1, 1), 0);
    assertEquals(17.0 / 12, at(2, 1, 2), 1e-15);
  }

  /** Newton's step from 0.01 goes beyond 16: the middle of the two is visited instead. */
  @Test
  void halvesTheBracketWhereNewtonLeavesIt() {
    double middle = 0.01 + (16 - 0.01) / 2;
    assertEquals((middle + 60 / middle) / 2, at(60, 0.01, 2), 1e-12);
    assertEquals((0.01 + 200) / 2, at(2, 0.01, 2), 1e-12, "0.01 has the smaller error");
  }

  /** So many steps would take hours. */
  @Test
  void endsWhereAllRootsAreFound() {
    double[] squares = {1e-6, 2, Double.NaN, 200, 0};
    try (Workbench bench = Workbench.float64()) {
      Expr p = bench.input("p", Shape.of(-1));
      Expr all = p.zeros();
      RootSearch.Bracket bracket = new RootSearch.Bracket(all, all.plus(16), all.plus(5));
      Expr root = root(p, bracket, Integer.MAX_VALUE);
      Values found = bench.fetch(root, Map.of("p", Values.of(Shape.of(5), squares)));
      for (int i = 0; i < squares.length; i++) {
        Values one = Values.of(Shape.of(1), squares[i]);
        assertEquals(bench.fetch(root, Map.of("p", one)).at(0), found.at(i), 0, "alone");
      }
      assertEquals(Math.sqrt(2), found.at(1), 1e-15);
      assertEquals(Math.sqrt(200), found.at(3), 1e-14);
    }
  }

  /** Clients differentiate exported models, whose graphs otherwise only evaluate. */
  @Test
  void graphsThatEvaluateHaveTheDerivative() {
    try (Workbench bench = Workbench.evaluating()) {
      Expr p = bench.input("p", Shape.of(1));
      Expr root = root(bench.scope(), p, 5, 30);
      Expr slope = bench.gradient(root, p);
      double found = bench.fetch(slope, Map.of("p", Values.of(Shape.of(1), 2))).at(0);
      assertEquals(0.5 / Math.sqrt(2), found, 1e-15);
    }
  }

  @Test
  void findsNoRootWhereTheFunctionIsNoNumber() {
    try (Workbench bench = Workbench.evaluating()) {
      Expr p = bench.input("p", Shape.of(1));
      Expr root = root(bench.scope(), p, 5, 30);
      Map<String, Values> feeds = Map.of("p", Values.of(Shape.of(1), Double.NaN));
      assertEquals(Double.NaN, bench.fetch(root, feeds).at(0));
    }
  }

  /** The width of the bracket overflows. */
  @Test
  void findsTheRootWithinAllNumbers() {
    try (Workbench bench = Workbench.evaluating()) {
      GraphScope scope = bench.scope();
      Expr p = bench.input("p", Shape.of(1));
      Expr end = row(scope, Double.MAX_VALUE);
      RootSearch.Bracket bracket = new RootSearch.Bracket(end.negated(), end, row(scope, 1));
      Expr root =
          RootSearch.root(x -> new RootSearch.Point(x.minus(p), x.zeros().plus(1)), bracket, 9);
      assertEquals(3, bench.fetch(root, Map.of("p", Values.of(Shape.of(1), 3))).at(0), 0);
    }
  }

  @Test
  void findsTheRootAndItsDerivative() {
    try (Workbench bench = Workbench.float64()) {
      Expr p = bench.input("p", Shape.of(1));
      Expr root = root(bench.scope(), p, 5, 30);
      Expr slope = bench.gradient(root, p);
      for (double square : new double[] {1e-6, 0.3, 2, 200}) {
        Map<String, Values> feeds = Map.of("p", Values.of(Shape.of(1), square));
        double expected = Math.sqrt(square);
        assertEquals(expected, bench.fetch(root, feeds).at(0), 1e-14 * (1 + expected));
        assertEquals(1, bench.fetch(slope, feeds).at(0) * 2 * expected, 1e-9);
      }
    }
  }

  private static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(2),
          Chain.of(
              new Coupling(new LogisticMixture(3), Mlp.of(16)),
              Permutation.reverse(2),
              new MaskedAutoregressive(new LogisticMixture(3), Made.of(16))));

  private static double trained(Execution execution) {
    Random random = new Random(1);
    float[][] rows = new float[600][2];
    for (float[] row : rows) {
      row[0] = (float) (random.nextBoolean() ? 2 : -2) + (float) (0.3 * random.nextGaussian());
      row[1] = (float) (0.5 * row[0] + 0.5 * random.nextGaussian());
    }
    Training recipe =
        Training.defaults()
            .withSteps(120)
            .withBatchSize(256)
            .withLearningRate(LearningRate.cosine(0.02))
            .withExecution(execution);
    try (CompiledDistribution model = recipe.fit(FLOW, Data.of(rows))) {
      return Double.parseDouble(model.description().get("training.held_out_loss"));
    }
  }

  @Tag("training")
  @Test
  void searchesAreDifferentiatedAlikeByXlaAndOnShares() {
    double plain = trained(Execution.defaults().withThreads(1));
    assertTrue(plain < 2.8, () -> "a Gaussian has about 2.9, found " + plain);
    assertEquals(plain, trained(Execution.defaults().withThreads(2)), 0.05);
    assertEquals(plain, trained(Execution.defaults().withCompilation(Compilation.XLA)), 0.05);
  }
}
