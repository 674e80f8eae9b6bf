package io.github.tfflows.core.training.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.runtime.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

class SharesTest {
  private static int count(int rows, int threads) {
    Execution execution = Execution.defaults().withDevice(Device.CPU).withThreads(threads);
    return Shares.of(rows, execution).count();
  }

  @Test
  void thereAreAsManyAsThreadsAsFarAsRowsAllow() {
    assertEquals(1, count(512, 1));
    assertEquals(2, count(512, 2));
    assertEquals(2, count(512, 3), "512 is no multiple of 3");
    assertEquals(1, count(63, 2), "fewer than 32 rows a share");
    assertEquals(2, count(64, 8));
    assertEquals(1, count(509, 8), "a prime number of rows");
    assertEquals(16, count(1 << 12, 64), "no more than 16");
  }

  @Test
  void weightedSumsAreTheMeanOfTheWhole() {
    double[] x = {1, 2, 3, 4, 5, 60};
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(1)), 1e-15);
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(2)), 1e-15);
    assertArrayEquals(new double[] {12.5}, mean(x, new Shares(3)), 1e-14);
  }

  private static double[] mean(double[] values, Shares shares) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      GraphScope scope = GraphScope.root(tf, ParameterSource.initial(tf, TFloat64.class, 0));
      Expr x = scope.constant(Shape.of(values.length, 1), values);
      Shares.Call call =
          inputs -> {
            Expr share = scope.expr(cast(inputs.values().iterator().next()));
            return Map.of("mean", share.mean(0, 1).times(shares.weight()));
          };
      Operand<TFloating> mean = shares.sums(tf, Map.of("x", x), call).get("mean");
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(mean).run()) {
        return Tensors.doubles(result.get(0));
      }
    }
  }

  @SuppressWarnings("unchecked") // the only input is of this type
  private static Operand<TFloating> cast(Operand<?> input) {
    return (Operand<TFloating>) input;
  }
}
