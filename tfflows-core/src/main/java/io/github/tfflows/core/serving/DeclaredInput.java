package io.github.tfflows.core.serving;

import io.github.tfflows.core.runtime.Tensors;
import java.util.Locale;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;

/** An input of a signature, with its type and shape. */
public record DeclaredInput(String signature, String name, DataType type, Shape shape) {
  public static DeclaredInput of(String signature, String name, TensorInfo info) {
    return new DeclaredInput(
        signature, name, info.getDtype(), Tensors.shape(info.getTensorShape()));
  }

  boolean isOfRows() {
    return shape.numDimensions() > 0 && shape.get(0) == Shape.UNKNOWN_SIZE;
  }

  /** Checks the type, the rank and the sizes of an array. */
  public void require(DataType ownType, Shape ownShape) {
    if (ownType != type || !shape.isCompatibleWith(ownShape)) {
      throw new IllegalArgumentException(
          "%s expects %s as %s, got %s"
              .formatted(signature, name, text(type, shape), text(ownType, ownShape)));
    }
  }

  /** Returns a text such as {@code float[-1, 3]}, where -1 stands for any number of rows. */
  private static String text(DataType type, Shape shape) {
    return type.name().replaceFirst("^DT_", "").toLowerCase(Locale.ROOT) + shape;
  }
}
