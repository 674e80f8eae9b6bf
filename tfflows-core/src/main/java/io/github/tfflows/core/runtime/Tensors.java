package io.github.tfflows.core.runtime;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.execution.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** Copies between arrays and float tensors of either precision. */
public final class Tensors {
  /** Returns the float type of a graph, in the form that generic ops expect. */
  @SuppressWarnings("unchecked") // one graph has one float type
  public static Class<TFloating> type(Precision precision) {
    return (Class<TFloating>) precision.type();
  }

  public static Precision precision(Class<?> type) {
    return type == TFloat64.class ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  public static Precision precision(DataType type) {
    return type == DataType.DT_DOUBLE ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  /** Reads a shape, with sizes of -1 for unknown ones. */
  public static Shape shape(TensorShapeProto shape) {
    return Shape.of(shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }

  public static TensorShapeProto proto(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      proto.addDimBuilder().setSize(size);
    }
    return proto.build();
  }

  public static Tensor of(Precision precision, Shape shape, float[] values) {
    return switch (precision) {
      case FLOAT32 -> TFloat32.tensorOf(shape, DataBuffers.of(values));
      case FLOAT64 -> TFloat64.tensorOf(shape, DataBuffers.of(widened(values)));
    };
  }

  public static Tensor of(Precision precision, Shape shape, double[] values) {
    return switch (precision) {
      case FLOAT32 -> TFloat32.tensorOf(shape, DataBuffers.of(narrowed(values)));
      case FLOAT64 -> TFloat64.tensorOf(shape, DataBuffers.of(values));
    };
  }

  /** Returns the content of a constant in a graph. */
  public static ByteString content(Precision precision, double[] values) {
    int size = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    ByteBuffer content =
        ByteBuffer.allocate(Math.multiplyExact(values.length, size)).order(ByteOrder.LITTLE_ENDIAN);
    switch (precision) {
      case FLOAT32 -> content.asFloatBuffer().put(narrowed(values));
      case FLOAT64 -> content.asDoubleBuffer().put(values);
    }
    return ByteString.copyFrom(content);
  }

  public static float[] floats(Tensor tensor) {
    if (tensor.dataType() != DataType.DT_FLOAT) {
      return narrowed(doubles(tensor));
    }
    float[] values = new float[(int) tensor.shape().size()];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  public static double[] doubles(Tensor tensor) {
    if (tensor.dataType() == DataType.DT_FLOAT) {
      return widened(floats(tensor));
    }
    if (tensor.dataType() != DataType.DT_DOUBLE) {
      throw new IllegalStateException("expected floats, got a tensor of " + tensor.dataType());
    }
    double[] values = new double[(int) tensor.shape().size()];
    tensor.asRawTensor().data().asDoubles().read(values);
    return values;
  }

  public static float[] narrowed(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  public static double[] widened(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private Tensors() {}
}
