package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.Mapped;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * A scalar bijector at points of one feature, with the same parameters for all, to be compared with
 * numbers of an independent implementation.
 */
public final class ScalarTrial {
  private final ScalarBijector map;
  private final double[] theta;

  public ScalarTrial(ScalarBijector map, double... theta) {
    this.map = map;
    this.theta = theta.clone();
  }

  /** Returns the values and the log-slopes of one direction in float64. */
  public List<Values> run(Direction direction, double... points) {
    try (Workbench bench = Workbench.float64()) {
      return run(bench, direction, points);
    }
  }

  /** Returns the values and the log-slopes of one direction in float32. */
  public List<Values> runInFloat32(Direction direction, double... points) {
    try (Workbench bench = Workbench.float32()) {
      return run(bench, direction, points);
    }
  }

  private List<Values> run(Workbench bench, Direction direction, double... points) {
    Expr x = bench.input("x", Shape.of(-1, 1));
    Expr parameters = bench.scope().constant(Shape.of(1, 1, theta.length), theta);
    Mapped y =
        direction == Direction.FORWARD
            ? map.forward(bench.scope(), x, parameters)
            : map.inverse(bench.scope(), x, parameters);
    Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), points));
    return bench.fetchAll(List.of(y.value(), y.logDet()), feeds);
  }

  /** Expects values of the forward direction, up to {@code tolerance·(1 + |expected|)}. */
  public void expectValues(double tolerance, double[] points, double... expected) {
    expect(tolerance, run(Direction.FORWARD, points).get(0), expected);
  }

  /** Expects log-slopes of the forward direction. */
  public void expectLogSlopes(double tolerance, double[] points, double... expected) {
    expect(tolerance, run(Direction.FORWARD, points).get(1), expected);
  }

  /** Compares numbers of either direction. */
  public static void expect(double tolerance, Values found, double... expected) {
    Values right = Values.of(found.shape(), expected);
    assertTrue(found.distance(right) <= tolerance, () -> found + " is not " + right);
  }
}
