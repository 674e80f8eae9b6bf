package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/**
 * A scalar bijector at points of one feature, with the same parameters for all, for comparison with
 * an independent implementation.
 */
public final class ScalarTrial {
  private static final double INVERSE_TOLERANCE = 1e-10;

  private final ScalarBijector map;
  private final double[] theta;

  public ScalarTrial(ScalarBijector map, double... theta) {
    this.map = map;
    this.theta = theta.clone();
  }

  /** Returns the values and the log-slopes of one direction in float64. */
  public List<Values> run(Direction direction, double... points) {
    return run(Workbench::float64, direction, points);
  }

  /** Returns the values and the log-slopes of one direction in float32. */
  public List<Values> runInFloat32(Direction direction, double... points) {
    return run(Workbench::float32, direction, points);
  }

  private List<Values> run(Supplier<Workbench> made, Direction direction, double... points) {
    try (Workbench bench = made.get()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr parameters = bench.scope().constant(Shape.of(1, 1, theta.length), theta);
      Mapped y =
          direction == Direction.FORWARD
              ? map.forward(bench.scope(), x, parameters)
              : map.inverse(bench.scope(), x, parameters);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), points));
      return bench.fetchAll(List.of(y.value(), y.logDet()), feeds);
    }
  }

  /** Expects values of the forward direction, up to {@code tolerance·(1 + |expected|)}. */
  public void expectValues(double tolerance, double[] points, double... expected) {
    expect(tolerance, run(Direction.FORWARD, points).get(0), expected);
  }

  /** Expects log-slopes of the forward direction. */
  public void expectLogSlopes(double tolerance, double[] points, double... expected) {
    expect(tolerance, run(Direction.FORWARD, points).get(1), expected);
  }

  /** Expects values and log-slopes of the forward direction, and that the inverse leads back. */
  public void expectMap(double tolerance, double[] points, double[] values, double[] logSlopes) {
    List<Values> there = run(Direction.FORWARD, points);
    expect(tolerance, there.get(0), values);
    expect(tolerance, there.get(1), logSlopes);
    List<Values> back = run(Direction.INVERSE, there.get(0).entries());
    expect(INVERSE_TOLERANCE, back.get(0), points);
    expect(INVERSE_TOLERANCE, back.get(1).plus(1, there.get(1)), new double[points.length]);
  }

  /**
   * Expects that the inverse leads back, up to rounding errors, which a slope below one magnifies.
   *
   * @param inFloat32 the tolerance in float32
   */
  public void expectReturn(double tolerance, double inFloat32, double... points) {
    expectReturn(Workbench::float64, tolerance, points);
    expectReturn(Workbench::float32, inFloat32, points);
  }

  private void expectReturn(Supplier<Workbench> made, double tolerance, double... points) {
    List<Values> there = run(made, Direction.FORWARD, points);
    Values back = run(made, Direction.INVERSE, there.get(0).entries()).get(0);
    for (int i = 0; i < points.length; i++) {
      double error = (back.at(i) - points[i]) * Math.min(1, Math.exp(there.get(1).at(i)));
      double x = points[i];
      assertTrue(
          Math.abs(error) <= tolerance * (1 + Math.abs(x)), () -> "error " + error + " at " + x);
    }
  }

  /** Compares numbers of either direction. */
  public static void expect(double tolerance, Values found, double... expected) {
    Values right = Values.of(found.shape(), expected);
    assertTrue(found.distance(right) <= tolerance, () -> found + " is not " + right);
  }
}
