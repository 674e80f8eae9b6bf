package io.github.tfflows.core.parallel;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Tensors;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Arrays of all parameters, by their names and roles in training: values, gradients, moments of
 * gradients, moving averages. Workers of a data-parallel training exchange them.
 */
public final class TrainingVectors implements Serializable {
  private static final long serialVersionUID = 2;

  private transient Weights arrays;

  /** Creates vectors of arrays by name. */
  public TrainingVectors(Weights arrays) {
    this.arrays = arrays;
  }

  public Weights arrays() {
    return arrays;
  }

  /**
   * Returns the weighted mean of these arrays and others of the same names. The share is the weight
   * of the others.
   */
  TrainingVectors mixedWith(TrainingVectors others, double share) {
    Map<String, Weights.Array> means = new LinkedHashMap<>();
    arrays
        .byName()
        .forEach(
            (name, array) -> {
              double[] other = others.arrays.get(name, array.shape()).values();
              double[] mean = array.values().clone();
              for (int i = 0; i < mean.length; i++) {
                mean[i] += share * (other[i] - mean[i]);
              }
              means.put(name, new Weights.Array(array.shape(), mean));
            });
    return new TrainingVectors(new Weights(means));
  }

  /** Writes arrays in single precision if that is exact. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(arrays.byName().size());
    for (Map.Entry<String, Weights.Array> entry : arrays.byName().entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeObject(entry.getValue().shape().asArray());
      double[] values = entry.getValue().values();
      float[] single = Tensors.narrowed(values);
      out.writeObject(Arrays.equals(Tensors.widened(single), values) ? single : values);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    Map<String, Weights.Array> read = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      Shape shape = Shape.of((long[]) in.readObject());
      Object stored = in.readObject();
      double[] values =
          stored instanceof float[] single ? Tensors.widened(single) : (double[]) stored;
      read.put(name, new Weights.Array(shape, values));
    }
    arrays = new Weights(read);
  }
}
