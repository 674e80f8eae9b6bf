package io.github.tfflows.core.execution;

import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The float type of a graph. Rows are arrays of {@code float} with either. */
public enum Precision {
  /** Single precision, the default. */
  FLOAT32(TFloat32.class),

  /** Double precision: about twice the memory and time. */
  FLOAT64(TFloat64.class);

  private final Class<? extends TFloating> type;

  Precision(Class<? extends TFloating> type) {
    this.type = type;
  }

  /** Returns TensorFlow's class of tensors of this type. */
  public Class<? extends TFloating> type() {
    return type;
  }
}
