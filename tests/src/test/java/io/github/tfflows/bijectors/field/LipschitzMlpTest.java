package io.github.tfflows.bijectors.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class LipschitzMlpTest {
  private static final int D = 3;

  /** The largest singular value, by power iteration. */
  private static double norm(Values matrix) {
    int rows = matrix.rowCount();
    int columns = matrix.rowSize();
    double[] v = new SplittableRandom(3).doubles(columns, 0.5, 1).toArray();
    double norm = 0;
    for (int step = 0; step < 400; step++) {
      double[] u = new double[rows];
      double[] next = new double[columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          u[i] += matrix.at(i * columns + j) * v[j];
        }
        for (int j = 0; j < columns; j++) {
          next[j] += matrix.at(i * columns + j) * u[i];
        }
      }
      double length = Math.sqrt(Arrays.stream(next).map(at -> at * at).sum());
      norm = Math.sqrt(length);
      if (length == 0) {
        return 0;
      }
      for (int j = 0; j < columns; j++) {
        v[j] = next[j] / length;
      }
    }
    return norm;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "5, 3", "64, 64", "2, 200"})
  void theBoundIsJustAboveTheSpectralNorm(int rows, int columns) {
    try (Workbench bench = Workbench.float64()) {
      Expr matrix = bench.input("w", Shape.of(rows, columns));
      Expr bound = SpectralNorm.bound(matrix);
      for (double scale : new double[] {1e-9, 1, 1e4}) {
        Values drawn =
            Values.gaussian(Shape.of(rows, columns), scale, new SplittableRandom(rows + columns));
        double ratio = bench.fetch(bound, Map.of("w", drawn)).at(0) / norm(drawn);
        double slack = Math.pow(Math.min(rows, columns), 1 / 64.0);
        assertTrue(ratio >= 1 - 1e-9 && ratio <= slack + 1e-9, () -> "ratio " + ratio);
      }
    }
  }

  @Test
  void aZeroMatrixHasAFiniteBoundAndGradient() {
    try (Workbench bench = Workbench.float32()) {
      Expr matrix = bench.input("w", Shape.of(2, 3));
      Expr bound = SpectralNorm.bound(matrix);
      Expr slope = bench.gradient(bound, matrix);
      Map<String, Values> zero = Map.of("w", Values.zeros(Shape.of(2, 3)));
      double found = bench.fetch(bound, zero).at(0);
      assertTrue(found > 0 && found < 1e-6, () -> "bound " + found);
      assertEquals(0, bench.fetch(slope, zero).largestMagnitude());
    }
  }

  private static NetworkLab lab(LipschitzMlp network) {
    return new NetworkLab(
        D,
        2,
        (scope, known) -> {
          Linearized at = network.in(scope, D).apply(known);
          Expr transposed = at.jacobian().transpose(0, 2, 1);
          return scope.concat(-1, List.of(at.value(), transposed.reshape(-1, D * D)));
        });
  }

  @ParameterizedTest
  @EnumSource
  void theJacobianIsThatOfAutodiffWithGradients(SmoothActivation activation) {
    try (NetworkLab lab = lab(LipschitzMlp.of(5, 4).withActivation(activation))) {
      lab.assertGradients();
      lab.assertRowsIndependent();
      Map<String, Values> feeds = lab.feeds(0);
      double[] found = lab.theta(feeds).row(0);
      double[][] jacobian = lab.jacobian("known", feeds);
      for (int i = 0; i < D * D; i++) {
        assertEquals(jacobian[i / D][i % D], found[D + i], 1e-14);
      }
    }
  }

  /** Weights of any size; small ones do not change. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 100})
  void theSlopeIsBounded(double size) {
    for (SmoothActivation activation : SmoothActivation.values()) {
      try (NetworkLab lab = lab(LipschitzMlp.of(8).withActivation(activation).withSlope(0.7))) {
        double steepest = 0;
        for (int trial = 0; trial < 8; trial++) {
          Map<String, Values> feeds = new LinkedHashMap<>(lab.feeds(trial));
          feeds.replaceAll((name, at) -> name.contains("kernel") ? at.map(w -> w * size) : at);
          Values theta = lab.theta(feeds);
          for (int row = 0; row < theta.rowCount(); row++) {
            double[] entries = Arrays.copyOfRange(theta.row(row), D, D + D * D);
            steepest = Math.max(steepest, norm(Values.of(Shape.of(D, D), entries)));
          }
        }
        double reached = steepest;
        assertTrue(reached <= 0.7, () -> activation + " has a slope of " + reached);
        boolean isAsExpected = size < 1 ? reached > 0 && reached < 0.05 : reached > 0.05;
        assertTrue(isAsExpected, () -> activation + " has a slope of " + reached);
      }
    }
  }

  private static final double TIME = 0.3;

  /** The value, the Jacobian's entries, its trace, and a product, one after another. */
  private static Expr products(VelocityMlp network, GraphScope scope, Expr x) {
    Linearized at = network.in(scope, D).at(x, scope.constant(TIME));
    Expr probe = scope.constant(Shape.of(1, D), 1, -2, 0.5);
    return scope.concat(
        -1,
        List.of(
            at.value(),
            at.jacobian().transpose(0, 2, 1).reshape(-1, D * D),
            at.trace().expand(-1),
            at.along(probe),
            at.trace(probe).expand(-1)));
  }

  private static NetworkLab velocityLab(SmoothActivation activation) {
    VelocityMlp network = VelocityMlp.of(5, 4).withActivation(activation);
    return new NetworkLab(D, 2, (scope, known) -> products(network, scope, known));
  }

  @ParameterizedTest
  @EnumSource
  void productsAreThoseOfTheAutodiffJacobian(SmoothActivation activation) {
    try (NetworkLab velocityLab = velocityLab(activation)) {
      Map<String, Values> feeds = velocityLab.feeds(0);
      double[] found = velocityLab.theta(feeds).row(0);
      double[][] jacobian = velocityLab.jacobian("known", feeds);
      double[] probe = {1, -2, 0.5};
      double trace = 0;
      double estimate = 0;
      for (int i = 0; i < D; i++) {
        double product = 0;
        for (int j = 0; j < D; j++) {
          assertEquals(jacobian[i][j], found[D + D * i + j], 1e-14);
          product += jacobian[i][j] * probe[j];
        }
        trace += jacobian[i][i];
        estimate += probe[i] * product;
        assertEquals(product, found[D + D * D + 1 + i], 1e-14);
      }
      assertEquals(trace, found[D + D * D], 1e-14);
      assertEquals(estimate, found[found.length - 1], 1e-14);
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsHaveGradients(SmoothActivation activation) {
    try (NetworkLab velocityLab = velocityLab(activation)) {
      velocityLab.assertGradients();
      velocityLab.assertRowsIndependent();
      velocityLab.assertReads("known", D);
      velocityLab.assertReads("context", 2);
    }
  }

  @Test
  void dependsOnTheTimeAndStartsAtRest() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, D));
      VectorField.Velocity velocity = VelocityMlp.of(4).in(bench.scope(), D);
      Expr early = velocity.at(x, bench.scope().constant(0)).value();
      Expr late = velocity.at(x, bench.scope().constant(1)).value();
      assertEquals(
          List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias", "time.kernel"),
          bench.parameterNames());
      Map<String, Values> start = bench.initialValues();
      start.put("x", Values.ones(Shape.of(2, D)));
      assertEquals(0, bench.fetch(late, start).largestMagnitude());
      start.put("output.kernel", Values.ones(Shape.of(4, D)));
      assertTrue(bench.fetch(late, start).distance(bench.fetch(early, start)) > 0.1);
    }
  }

  @Test
  void networksNeedUnitsAndASlopeBelowOne() {
    Expect.rejected("[]", LipschitzMlp::of);
    Expect.rejected("1.0", () -> LipschitzMlp.of(4).withSlope(1));
    Expect.rejected("0.0", () -> LipschitzMlp.of(4).withSlope(0));
    Expect.rejected("NaN", () -> LipschitzMlp.of(4).withSlope(Double.NaN));
    Expect.rejected("[]", VelocityMlp::of);
    Expect.rejected("0", () -> VelocityMlp.of(4, 0));
    Expect.rejected("units must be from 1 to 16384, got 16385", () -> VelocityMlp.of(16385));
  }
}
