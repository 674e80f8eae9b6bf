package io.github.tfflows.core;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** The float type in which a graph computes. Rows and weights cross its edge in either case. */
public enum Precision {
  /** Single precision, the default. */
  FLOAT32(TFloat32.class) {
    @Override
    Tensor tensor(float[] values, Shape shape) {
      return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    @Override
    Tensor tensor(double[] values, Shape shape) {
      float[] narrowed = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        narrowed[i] = (float) values[i];
      }
      return tensor(narrowed, shape);
    }
  },

  /** Double precision: about twice the memory and time. */
  FLOAT64(TFloat64.class) {
    @Override
    Tensor tensor(float[] values, Shape shape) {
      double[] widened = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        widened[i] = values[i];
      }
      return tensor(widened, shape);
    }

    @Override
    Tensor tensor(double[] values, Shape shape) {
      return TFloat64.tensorOf(shape, DataBuffers.of(values));
    }
  };

  private final Class<? extends TFloating> type;

  Precision(Class<? extends TFloating> type) {
    this.type = type;
  }

  /** Returns the float type of the graph, in the form that generic ops expect. */
  @SuppressWarnings("unchecked") // one graph has one float type
  Class<TFloating> type() {
    return (Class<TFloating>) type;
  }

  /** The precision of a float type. */
  static Precision of(Class<?> type) {
    return type == TFloat64.class ? FLOAT64 : FLOAT32;
  }

  private static Precision of(DataType type) {
    return type == DataType.DT_DOUBLE ? FLOAT64 : FLOAT32;
  }

  /** The precision of a served model. */
  static Precision of(MetaGraphDef model) {
    return of(
        model.getSignatureDefOrThrow(EntryPoint.LOG_PROB.key()).getInputsOrThrow("x").getDtype());
  }

  /** Copies an array into a new tensor, to be closed by the caller. */
  abstract Tensor tensor(float[] values, Shape shape);

  /** Copies an array into a new tensor, to be closed by the caller. */
  abstract Tensor tensor(double[] values, Shape shape);

  /** Copies a float tensor of either type out. */
  static float[] floats(Tensor tensor) {
    int size = (int) tensor.shape().size();
    if (tensor instanceof TFloat32) {
      float[] values = new float[size];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    }
    double[] wide = doubles(tensor);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  /** Copies a float tensor of either type out. */
  static double[] doubles(Tensor tensor) {
    int size = (int) tensor.shape().size();
    double[] values = new double[size];
    if (tensor instanceof TFloat64) {
      tensor.asRawTensor().data().asDoubles().read(values);
      return values;
    }
    float[] narrow = floats(tensor);
    for (int i = 0; i < size; i++) {
      values[i] = narrow[i];
    }
    return values;
  }
}
