package io.github.tfflows.serve.tensor;

import io.github.tfflows.serve.json.JsonText;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The forms of the inputs and outputs of a signature, by name. */
public record SignatureForm(String name, Map<String, Form> inputs, Map<String, Form> outputs) {
  /** The element type and the sizes of an array; -1 stands for any size. */
  public record Form(ElementType type, Shape shape) {
    private static Form of(TensorInfo info) {
      long[] sizes =
          info.getTensorShape().getDimList().stream()
              .mapToLong(TensorShapeProto.Dim::getSize)
              .toArray();
      return new Form(ElementType.of(info.getDtype()), Shape.of(sizes));
    }

    /** Returns whether there is an entry for each row. */
    public boolean isOfRows() {
      return shape.numDimensions() > 0 && shape.get(0) == Shape.UNKNOWN_SIZE;
    }

    /** Returns whether the entries of rows have a size that is unknown, too. */
    private boolean isRagged() {
      return LongStream.of(shape.asArray()).filter(size -> size == Shape.UNKNOWN_SIZE).count() > 1;
    }

    Values zeros() {
      long[] sizes = shape.asArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.max(1, sizes[i]);
      }
      return Values.zeros(type, Shape.of(sizes));
    }
  }

  public static SignatureForm of(String name, SignatureDef signature) {
    return new SignatureForm(
        name, forms(signature.getInputsMap()), forms(signature.getOutputsMap()));
  }

  private static Map<String, Form> forms(Map<String, TensorInfo> infos) {
    Map<String, Form> forms = new TreeMap<>();
    infos.forEach((name, info) -> forms.put(name, Form.of(info)));
    return forms;
  }

  /**
   * Returns whether calls may be joined: each input and output has an entry for each row. If the
   * entries of an output have an unknown size, too, an input determines it for all rows, as the
   * levels of intervals do.
   */
  public boolean isOfRows() {
    return inputs.values().stream().allMatch(Form::isOfRows)
        && outputs.values().stream().allMatch(form -> form.isOfRows() && !form.isRagged());
  }

  /**
   * Returns the form of an input.
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  public Form input(String input) {
    Form form = inputs.get(input);
    if (form == null) {
      throw new IllegalArgumentException(
          "%s has no input %s; it has %s"
              .formatted(name, JsonText.shortened(input), inputs.keySet()));
    }
    return form;
  }

  /**
   * Checks the arrays of a request, and returns the number of rows; 0 where no input has one for
   * each row.
   *
   * @throws IllegalArgumentException if an input is missing, of another type or shape, or has
   *     another number of rows
   */
  public int rows(Map<String, Values> values) {
    if (!values.keySet().equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          "%s expects the inputs %s, got %s"
              .formatted(name, inputs.keySet(), new TreeSet<>(values.keySet())));
    }
    Map<String, Integer> rows = new TreeMap<>();
    values.forEach(
        (input, array) -> {
          Form form = input(input);
          require(input, form, array);
          if (form.isOfRows()) {
            rows.put(input, array.rows());
          }
        });
    if (new TreeSet<>(rows.values()).size() > 1) {
      throw new IllegalArgumentException(
          "%s expects the same number of rows in all inputs, got %s".formatted(name, rows));
    }
    return rows.values().stream().findFirst().orElse(0);
  }

  private void require(String input, Form form, Values array) {
    if (array.type() != form.type()
        || !form.shape().isCompatibleWith(array.shape())
        || array.size() == 0) {
      throw new IllegalArgumentException(
          "%s expects %s as %s%s, got %s%s"
              .formatted(
                  name,
                  input,
                  form.type().inference(),
                  form.shape(),
                  array.type().inference(),
                  array.shape()));
    }
  }

  /** Returns inputs of zeros and empty texts, of one row. */
  public Map<String, Values> zeros() {
    Map<String, Values> zeros = new TreeMap<>();
    inputs.forEach((input, form) -> zeros.put(input, form.zeros()));
    return zeros;
  }
}
