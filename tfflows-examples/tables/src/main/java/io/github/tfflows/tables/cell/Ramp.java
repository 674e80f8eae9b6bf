package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tensorflow.ndarray.Shape;

/**
 * A linear ramp between two levels, a feature for networks, {@code clip((x - start)·slope - offset,
 * -reach, reach)}.
 *
 * @param place the index of the number
 * @param isLog whether {@code x} is the logarithm of the number
 * @param start the start of the ramp
 * @param slope its slope
 * @param offset the negative level at the start
 * @param reach the upper level; the lower one is its negative
 */
public record Ramp(
    int place, boolean isLog, double start, double slope, double offset, double reach) {
  /** Builds the ramps of numbers {@code [n, k]}, shaped {@code [n, ramps]}. */
  public static Expr read(List<Ramp> ramps, Expr numbers) {
    List<Integer> logs = ramps.stream().filter(Ramp::isLog).map(Ramp::place).distinct().toList();
    List<Expr> parts = new ArrayList<>(List.of(numbers));
    if (!logs.isEmpty()) {
      parts.add(numbers.gather(1, places(logs)).log());
    }
    Expr all = logs.isEmpty() ? numbers : numbers.scope().concat(1, parts);
    int first = numbers.size(1);
    List<Integer> read =
        ramps.stream().map(r -> r.isLog ? first + logs.indexOf(r.place) : r.place).toList();
    Expr reach = constant(ramps, numbers, Ramp::reach);
    return all.gather(1, places(read))
        .minus(constant(ramps, numbers, Ramp::start))
        .times(constant(ramps, numbers, Ramp::slope))
        .minus(constant(ramps, numbers, Ramp::offset))
        .max(reach.negated())
        .min(reach);
  }

  private static int[] places(List<Integer> list) {
    return list.stream().mapToInt(place -> place).toArray();
  }

  private static Expr constant(List<Ramp> ramps, Expr like, ToDoubleFunction<Ramp> part) {
    double[] values = ramps.stream().mapToDouble(part).toArray();
    return like.scope().constant(Shape.of(1, values.length), values);
  }
}
