package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Points of a number on circles, features for networks, such as those of a date in its week and its
 * year: for each period, the sines and cosines of {@code 2·pi·k·x / period} for the harmonics
 * {@code k} from one on. A linear function of three harmonics of a week can have any value on each
 * of its days.
 */
public record Cycles(List<Cycle> cycles) {
  /** The length of a period and the number of its harmonics. */
  public record Cycle(double period, int harmonics) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the period is not positive, or there are no harmonics
     */
    public Cycle {
      Require.positive("period", period);
      Require.atLeast("harmonics", harmonics, 1);
    }

    private DoubleStream frequencies() {
      return IntStream.rangeClosed(1, harmonics).mapToDouble(k -> 2 * Math.PI * k / period);
    }
  }

  /**
   * Copies the cycles.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Cycles {
    cycles = List.copyOf(cycles);
    Require.atLeast("cycles", cycles.size(), 1);
  }

  /** Builds the points of numbers {@code [n, 1]}, shaped {@code [n, 2·harmonics]}. */
  public Expr of(Expr numbers) {
    double[] frequencies = cycles.stream().flatMapToDouble(Cycle::frequencies).toArray();
    Expr row = numbers.scope().constant(Shape.of(1, frequencies.length), frequencies);
    Expr angles = numbers.times(row);
    return numbers.scope().concat(1, List.of(angles.sin(), angles.cos()));
  }
}
