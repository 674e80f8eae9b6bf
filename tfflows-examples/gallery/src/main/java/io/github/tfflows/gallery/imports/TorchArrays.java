package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The arrays of a PyTorch module, by the names below it. All modules of one file share the set of
 * those not read yet.
 */
final class TorchArrays {
  private final Map<String, Weights.Array> all;
  private final Set<String> unread;
  private final String place;

  private TorchArrays(Map<String, Weights.Array> all, Set<String> unread, String place) {
    this.all = all;
    this.unread = unread;
    this.place = place;
  }

  static TorchArrays of(Map<String, Weights.Array> stateDict) {
    return new TorchArrays(stateDict, new TreeSet<>(stateDict.keySet()), "");
  }

  /** The module of a name below this one. */
  TorchArrays at(String module) {
    return new TorchArrays(all, unread, place + module + ".");
  }

  /** Whether there is an array of this name, or a module with some. */
  boolean has(String name) {
    String full = place + name;
    return all.containsKey(full) || all.keySet().stream().anyMatch(k -> k.startsWith(full + "."));
  }

  /** The modules {@code 0, 1, ...} below this one. */
  List<TorchArrays> modules() {
    return IntStream.iterate(0, i -> has(Integer.toString(i)), i -> i + 1)
        .mapToObj(i -> at(Integer.toString(i)))
        .toList();
  }

  Weights.Array get(String name) {
    Weights.Array array = all.get(place + name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no array is named %s%s; there are %s".formatted(place, name, all.keySet()));
    }
    unread.remove(place + name);
    return array;
  }

  /** The numbers of an array of integers. */
  List<Integer> integers(String name) {
    double[] numbers = get(name).values();
    if (Arrays.stream(numbers).anyMatch(number -> (int) number != number)) {
      throw new IllegalArgumentException(
          "%s%s has the numbers %s; expected integers"
              .formatted(place, name, Arrays.toString(numbers)));
    }
    return Arrays.stream(numbers).mapToObj(number -> (int) number).toList();
  }

  /**
   * The layer {@code weight}, {@code bias} of this module, with zeros where it has a {@code mask}.
   */
  Linear linear() {
    Weights.Array weight = get("weight");
    Weights.Array bias = get("bias");
    Shape shape = weight.shape();
    if (shape.numDimensions() != 2 || !bias.shape().equals(shape.take(1))) {
      throw new IllegalArgumentException(
          "%s has weights of shape %s and biases of shape %s; expected a matrix and a vector of its"
                  .formatted(this, shape, bias.shape())
              + " rows");
    }
    double[] values = weight.values().clone();
    if (has("mask")) {
      double[] mask = mask(shape);
      Arrays.setAll(values, i -> mask[i] == 0 ? 0 : values[i]);
    }
    skip("degrees");
    return new Linear((int) shape.get(1), (int) shape.get(0), values, bias.values());
  }

  private double[] mask(Shape shape) {
    Weights.Array mask = get("mask");
    if (!mask.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "%s has a mask of shape %s; expected that of its weights, %s"
              .formatted(this, mask.shape(), shape));
    }
    return mask.values();
  }

  /** Marks an array as read that a flow of this library has no use for. */
  void skip(String name) {
    unread.remove(place + name);
  }

  /**
   * Checks that every array was read.
   *
   * @throws IllegalArgumentException if not, so that the flow has parts that are not imported
   */
  void requireAllRead() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("the flow has parts that are not imported: " + unread);
    }
  }

  @Override
  public String toString() {
    return place.isEmpty() ? "the file" : place.substring(0, place.length() - 1);
  }
}
