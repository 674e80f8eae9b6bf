package io.github.tfflows.core.training.step;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A batch in equal shares, one for each thread. Threads then synchronize once in a step, and not at
 * every op.
 *
 * @param count the number of shares; a divisor of the number of rows
 */
public record Shares(int count) {
  /** The fewest rows of a share; fewer cost more to schedule than to compute. */
  private static final int LEAST_ROWS = 32;

  /** The most shares; summing the gradients of more takes as long as they save. */
  private static final int MOST = 16;

  /** Returns one share for each thread, if the rows can be divided. */
  static Shares of(int rows, Execution execution) {
    int count = Math.min(MOST, Sessions.threads(execution, rows, LEAST_ROWS));
    while (rows % count != 0) {
      count--;
    }
    return new Shares(count);
  }

  @FunctionalInterface
  interface Call {
    Map<String, Operand<TFloating>> on(Map<String, Operand<?>> inputs);
  }

  double weight() {
    return 1.0 / count;
  }

  /** Builds a call for each share of the rows, and the sums of the results. */
  Map<String, Operand<TFloating>> sums(Ops tf, Map<String, Operand<?>> inputs, Call call) {
    if (count == 1) {
      return call.on(inputs);
    }
    Map<String, List<Operand<TFloating>>> results = new LinkedHashMap<>();
    for (Map<String, Operand<?>> share : cut(tf, inputs)) {
      call.on(share)
          .forEach(
              (name, result) ->
                  results.computeIfAbsent(name, unused -> new ArrayList<>()).add(result));
    }
    Map<String, Operand<TFloating>> sums = new LinkedHashMap<>();
    results.forEach((name, of) -> sums.put(name, tf.math.addN(of)));
    return sums;
  }

  private List<Map<String, Operand<?>>> cut(Ops tf, Map<String, Operand<?>> inputs) {
    List<Map<String, Operand<?>>> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new LinkedHashMap<>());
    }
    inputs.forEach(
        (name, input) -> {
          List<? extends Operand<?>> parts = tf.split(tf.constant(0), input, (long) count).output();
          for (int i = 0; i < count; i++) {
            shares.get(i).put(name, parts.get(i));
          }
        });
    return shares;
  }
}
