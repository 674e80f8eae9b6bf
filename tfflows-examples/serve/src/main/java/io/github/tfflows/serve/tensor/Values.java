package io.github.tfflows.serve.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/** An array of elements, row by row, with its sizes: a Java array of all elements. */
public record Values(ElementType type, Shape shape, Object array) {
  /** Copies a tensor. */
  public static Values of(Tensor tensor) {
    ElementType type = ElementType.of(tensor.dataType());
    Object array = type.array(Math.toIntExact(tensor.shape().size()));
    type.copy(tensor, array);
    return new Values(type, tensor.shape(), array);
  }

  /** Returns zeros, or empty texts. */
  public static Values zeros(ElementType type, Shape shape) {
    Object array = type.array(Math.toIntExact(shape.size()));
    if (array instanceof String[] texts) {
      Arrays.fill(texts, "");
    }
    return new Values(type, shape, array);
  }

  public int size() {
    return (int) shape.size();
  }

  public int rows() {
    return (int) shape.get(0);
  }

  /** Copies the values into a new tensor, to be closed by the caller. */
  public Tensor tensor() {
    return type.tensor(shape, array);
  }

  /** Joins the rows of arrays of one type and one form of rows. */
  public static Values joined(List<Values> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Values first = parts.get(0);
    int rows = parts.stream().mapToInt(Values::rows).sum();
    Object all = first.type.array(parts.stream().mapToInt(Values::size).sum());
    int at = 0;
    for (Values part : parts) {
      System.arraycopy(part.array, 0, all, at, part.size());
      at += part.size();
    }
    return new Values(first.type, first.shape.tail().prepend(rows), all);
  }

  /** Returns some neighbouring rows. */
  public Values slice(int from, int to) {
    if (from == 0 && to == rows()) {
      return this;
    }
    int each = size() / rows();
    Object part = type.array((to - from) * each);
    System.arraycopy(array, from * each, part, 0, (to - from) * each);
    return new Values(type, shape.tail().prepend(to - from), part);
  }

  /** Returns these rows, followed by copies of the last one up to a number of rows. */
  public Values padded(int rows) {
    if (rows == rows()) {
      return this;
    }
    int each = size() / rows();
    Object more = type.array(rows * each);
    System.arraycopy(array, 0, more, 0, size());
    for (int row = rows(); row < rows; row++) {
      System.arraycopy(array, size() - each, more, row * each, each);
    }
    return new Values(type, shape.tail().prepend(rows), more);
  }

  /** Writes the values as nested lists. */
  public void write(JsonGenerator json) throws IOException {
    write(json, 0, 0, size());
  }

  /** Writes one row as nested lists. */
  public void writeRow(JsonGenerator json, int row) throws IOException {
    int each = size() / rows();
    write(json, 1, row * each, each);
  }

  private void write(JsonGenerator json, int dimension, int from, int size) throws IOException {
    if (dimension == shape.numDimensions()) {
      type.write(json, array, from);
      return;
    }
    int count = (int) shape.get(dimension);
    json.writeStartArray();
    for (int i = 0; i < count; i++) {
      write(json, dimension + 1, from + i * (size / count), size / count);
    }
    json.writeEndArray();
  }

  /** Writes the values as one list. */
  public void writeFlat(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < size(); i++) {
      type.write(json, array, i);
    }
    json.writeEndArray();
  }
}
