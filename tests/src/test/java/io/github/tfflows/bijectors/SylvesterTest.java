package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The orthogonal variant, and the values of all of them. */
class SylvesterTest {
  private static final Values VECTORS = Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5);

  private static final Map<String, Values> SQUARE =
      Map.of(
          "r", Values.of(Shape.of(3, 3), 0.8, -0.5, 0.3, 9, -0.6, 0.7, 9, 9, 0.4),
          "r_tilde", Values.of(Shape.of(3, 3), -0.9, 0.2, 1.1, 9, 0.5, -0.3, 9, 9, 0.7),
          "b", Values.of(Shape.of(3), 0.1, -0.2, 0.3));

  /** By numpy 2, with the log-determinant of the whole Jacobian. */
  @Test
  void agreesWithTheFormulaForTwoColumns() {
    Map<String, Values> parameters =
        Map.of(
            "r", Values.of(Shape.of(2, 2), 0.8, -0.5, 9, -0.6),
            "r_tilde", Values.of(Shape.of(2, 2), -0.9, 0.2, 9, 0.5),
            "b", Values.of(Shape.of(2), 0.1, -0.2),
            "basis.vectors", VECTORS);
    assertMaps(
        Sylvester.orthogonal(3, 2),
        parameters,
        -0.43325126133936576,
        0.3838013123011055,
        -1.0064600765077016,
        1.67858357388761);
  }

  /** By numpy 2, as above. */
  @Test
  void agreesWithTheFormulaForReflections() {
    Map<String, Values> parameters = new LinkedHashMap<>(SQUARE);
    parameters.put("basis.vectors", VECTORS);
    assertMaps(
        Sylvester.householder(3, 2),
        parameters,
        -0.2427641345370415,
        0.31330521265550965,
        -1.0170913118392715,
        1.9156179859691242);
  }

  /** By numpy 2, as above. */
  @Test
  void agreesWithTheFormulaForTheReversal() {
    assertMaps(
        Sylvester.triangular(Permutation.reverse(3)),
        SQUARE,
        -0.19127261148444225,
        0.7046268685684864,
        -0.43714181866625135,
        2.008945937870195);
  }

  private static void assertMaps(
      Sylvester flow, Map<String, Values> parameters, double logDet, double... y) {
    MappedRows.of(new double[] {0.5, -1.2, 2}, y, logDet)
        .with(parameters)
        .assertMappedBy(flow, 3e-15);
  }

  @Test
  void undoesItToTheLastDigits() {
    Sylvester flow = Sylvester.triangular(Permutation.reverse(3));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Mapped there = flow.forward(bench.scope(), x);
      Mapped back = flow.inverse(bench.scope(), there.value());
      Map<String, Values> feeds = new LinkedHashMap<>(SQUARE);
      feeds.put("x", Values.rows(Shape.of(3), 0.5, -1.2, 2, -7, 0, 3));
      assertTrue(bench.fetch(back.value(), feeds).distance(Values.fed(feeds, "x")) <= 1e-14);
      Values sum = bench.fetch(there.then(back).logDet(), feeds);
      assertTrue(sum.largestMagnitude() <= 1e-14, sum::toString);
    }
  }

  @Test
  void rejectsOtherSizes() {
    Expect.rejected("got 0", () -> Sylvester.orthogonal(3, 0));
    Expect.rejected("got 4", () -> new Sylvester(new Householder(3, 4), 4, PlanarActivation.TANH));
    Expect.rejected("[2]", () -> Sylvester.householder(3, 2).forwardEventShape(Shape.of(2)));
  }
}
