package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** At zero parameters all parts of a map are equal; a step of gradient descent must part them. */
class EqualPartsTest {
  /** A map, and where the parameters of one kind begin, one for each of three parts. */
  private record Case(ScalarBijector map, int from, int stride) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(new LogisticMixture(3), 3, 1),
        new Case(new LogisticMixture(3), 6, 1),
        new Case(new Gaussianization(3), 3, 1),
        new Case(new Gaussianization(3), 6, 1),
        new Case(new SumOfSquares(3, 2, 4), 0, 3),
        new Case(new SumOfSquares(3, 2, 4), 2, 3),
        new Case(new DeepSigmoidal(2, 3), 0, 1),
        new Case(new DeepSigmoidal(2, 3), 3, 1),
        new Case(new DeepSigmoidal(2, 3), 15, 1),
        new Case(new UnconstrainedMonotonic(3, 4), 0, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 0, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 6, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 12, 1),
        new Case(MonotonicMlp.of(2, 3, 4), 60, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partInTraining(Case at) {
    int size = at.map().parameters();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(1, 1, size));
      Mapped y = at.map().forward(bench.scope(), x, theta);
      Expr loss = bench.total(y.value().plus(-0.3).square()).minus(bench.total(y.logDet()));
      Expr gradient = bench.gradient(loss, theta);
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(1), -1.3, -0.2, 0.7, 2.1),
              "theta", Values.zeros(Shape.of(1, 1, size)));
      Values found = bench.fetch(gradient, feeds);
      for (int i = 0; i < 2; i++) {
        double one = found.at(at.from() + i * at.stride());
        double next = found.at(at.from() + (i + 1) * at.stride());
        assertTrue(Math.abs(one - next) > 1e-3 * Math.abs(next), () -> "gradients " + found);
      }
    }
  }
}
