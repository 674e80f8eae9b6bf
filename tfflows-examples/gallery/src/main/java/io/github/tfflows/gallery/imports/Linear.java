package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.data.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.tensorflow.ndarray.Shape;

/** A dense layer of PyTorch, {@code W x + b}, with {@code W} unit by unit. */
@SuppressWarnings("ArrayRecordComponent") // not compared
record Linear(int inputs, int units, double[] weight, double[] bias) {
  /** The number of units for each feature, in a layer at a place. */
  int unitsFor(int features, String place) {
    if (features < 1 || units % features != 0) {
      throw new IllegalArgumentException(
          "%s has %s outputs; expected a multiple of %s features"
              .formatted(place, units, features));
    }
    return units / features;
  }

  /**
   * This layer with its units in another order: unit {@code i} is the former unit {@code from(i)}.
   */
  Linear reordered(IntUnaryOperator from) {
    double[] rows = new double[weight.length];
    double[] shifts = new double[units];
    for (int i = 0; i < units; i++) {
      int old = from.applyAsInt(i);
      System.arraycopy(weight, old * inputs, rows, i * inputs, inputs);
      shifts[i] = bias[old];
    }
    return new Linear(inputs, units, rows, shifts);
  }

  /** This layer with each unit multiplied by a factor, and shifted by a number. */
  Linear scaled(IntToDoubleFunction factor, IntToDoubleFunction plus) {
    double[] rows = weight.clone();
    double[] shifts = bias.clone();
    Arrays.setAll(rows, i -> weight[i] * factor.applyAsDouble(i / inputs));
    Arrays.setAll(shifts, i -> bias[i] * factor.applyAsDouble(i) + plus.applyAsDouble(i));
    return new Linear(inputs, units, rows, shifts);
  }

  /** Adds the kernel, which is transposed here, and the bias under the name of a layer. */
  void addTo(Map<String, Weights.Array> weights, String layer) {
    double[] kernel = new double[weight.length];
    for (int i = 0; i < units; i++) {
      for (int j = 0; j < inputs; j++) {
        kernel[j * units + i] = weight[i * inputs + j];
      }
    }
    weights.put(layer + ".kernel", new Weights.Array(Shape.of(inputs, units), kernel));
    weights.put(layer + ".bias", new Weights.Array(Shape.of(units), bias));
  }
}
