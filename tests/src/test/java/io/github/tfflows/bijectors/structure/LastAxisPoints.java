package io.github.tfflows.bijectors.structure;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Points of events that are constrained along the last axis. */
final class LastAxisPoints {
  /** Returns an event with each vector along its last axis mapped. */
  static double[] mapped(double[] entries, Shape event, UnaryOperator<double[]> map) {
    int size = Math.toIntExact(event.get(-1));
    return IntStream.range(0, entries.length / size)
        .mapToObj(i -> Arrays.copyOfRange(entries, i * size, (i + 1) * size))
        .map(map)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private LastAxisPoints() {}
}
