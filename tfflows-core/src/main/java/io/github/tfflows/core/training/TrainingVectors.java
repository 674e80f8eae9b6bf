package io.github.tfflows.core.training;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Vectors of all parameters, by their role in training: values, gradients, moments of gradients,
 * moving averages. Workers of a data-parallel training exchange them.
 */
public final class TrainingVectors implements Serializable {
  private static final long serialVersionUID = 1;

  private transient Map<String, double[]> byRole;

  TrainingVectors(Map<String, double[]> byRole) {
    this.byRole = new LinkedHashMap<>(byRole);
  }

  double[] get(String role) {
    double[] vector = byRole.get(role);
    if (vector == null) {
      throw new IllegalArgumentException("no vector %s among %s".formatted(role, byRole.keySet()));
    }
    return vector;
  }

  /** These vectors times a number. */
  TrainingVectors times(double factor) {
    Map<String, double[]> products = new LinkedHashMap<>();
    byRole.forEach(
        (role, vector) ->
            products.put(
                role,
                IntStream.range(0, vector.length).mapToDouble(i -> factor * vector[i]).toArray()));
    return new TrainingVectors(products);
  }

  /** These vectors plus others of the same roles. */
  TrainingVectors plus(TrainingVectors others) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    byRole.forEach(
        (role, vector) -> {
          double[] other = others.get(role);
          sums.put(
              role,
              IntStream.range(0, vector.length).mapToDouble(i -> vector[i] + other[i]).toArray());
        });
    return new TrainingVectors(sums);
  }

  /** Vectors that single precision holds are written so. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(byRole.size());
    for (Map.Entry<String, double[]> entry : byRole.entrySet()) {
      out.writeUTF(entry.getKey());
      double[] vector = entry.getValue();
      boolean isSingle = IntStream.range(0, vector.length).allMatch(i -> isSingle(vector[i]));
      float[] single = new float[isSingle ? vector.length : 0];
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) vector[i];
      }
      out.writeObject(isSingle ? single : vector);
    }
  }

  private static boolean isSingle(double number) {
    return Double.compare(number, (float) number) == 0;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    byRole = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String role = in.readUTF();
      Object vector = in.readObject();
      byRole.put(
          role,
          vector instanceof float[] single
              ? IntStream.range(0, single.length).mapToDouble(i -> single[i]).toArray()
              : (double[]) vector);
    }
  }
}
