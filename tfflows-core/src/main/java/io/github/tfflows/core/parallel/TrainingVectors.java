package io.github.tfflows.core.parallel;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Vectors of all parameters, by their role in training: values, gradients, moments of gradients,
 * moving averages. Workers of a data-parallel training exchange them.
 */
public final class TrainingVectors implements Serializable {
  private static final long serialVersionUID = 1;

  private transient Map<String, double[]> byRole;

  /** Keeps the vectors of some roles. */
  public TrainingVectors(Map<String, double[]> byRole) {
    this.byRole = new LinkedHashMap<>(byRole);
  }

  /** Returns the vector of each role. */
  public Map<String, double[]> byRole() {
    return Collections.unmodifiableMap(byRole);
  }

  /** The mean of these vectors and others of the same roles, of which the others have a share. */
  TrainingVectors mixedWith(TrainingVectors others, double share) {
    Map<String, double[]> means = new LinkedHashMap<>();
    byRole.forEach(
        (role, vector) -> {
          double[] other = Objects.requireNonNull(others.byRole.get(role), role);
          double[] mean = new double[vector.length];
          for (int i = 0; i < mean.length; i++) {
            mean[i] = vector[i] + share * (other[i] - vector[i]);
          }
          means.put(role, mean);
        });
    return new TrainingVectors(means);
  }

  /** Vectors that single precision holds are written so. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(byRole.size());
    for (Map.Entry<String, double[]> entry : byRole.entrySet()) {
      out.writeUTF(entry.getKey());
      double[] vector = entry.getValue();
      float[] single = new float[vector.length];
      boolean isSingle = true;
      for (int i = 0; i < vector.length; i++) {
        single[i] = (float) vector[i];
        isSingle &= Double.compare(vector[i], single[i]) == 0;
      }
      out.writeObject(isSingle ? single : vector);
    }
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
