package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.data.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The arrays of a PyTorch module, by name. All modules of a file share the set of unread arrays.
 */
final class TorchArrays {
  private final Path file;
  private final Map<String, Weights.Array> all;
  private final Set<String> unread;
  private final String place;

  private TorchArrays(Path file, Map<String, Weights.Array> all, Set<String> unread, String place) {
    this.file = file;
    this.all = all;
    this.unread = unread;
    this.place = place;
  }

  /** Reads a file of the {@code state_dict} of a flow. */
  static TorchArrays read(Path file) throws IOException {
    Map<String, Weights.Array> stateDict = Npz.read(file);
    return new TorchArrays(file, stateDict, new TreeSet<>(stateDict.keySet()), "");
  }

  /** The module of a name below this one. */
  TorchArrays at(String module) {
    return new TorchArrays(file, all, unread, place + module + ".");
  }

  /** Whether there is an array of this name, or a module with some. */
  boolean has(String name) {
    String full = place + name;
    return all.containsKey(full) || all.keySet().stream().anyMatch(k -> k.startsWith(full + "."));
  }

  /**
   * The modules {@code 0, 1, ...} below this one.
   *
   * @throws IllegalArgumentException if one before the last has no arrays
   */
  List<TorchArrays> modules() {
    Pattern numbered = Pattern.compile(Pattern.quote(place) + "(\\d{1,9})\\..*");
    int last =
        all.keySet().stream()
            .map(numbered::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(-1);
    for (int i = 0; i < last; i++) {
      if (!has(Integer.toString(i))) {
        throw new IllegalArgumentException(
            "%s has no arrays %s%s.*, but some of %s%s".formatted(file, place, i, place, last));
      }
    }
    return IntStream.rangeClosed(0, last).mapToObj(i -> at(Integer.toString(i))).toList();
  }

  Weights.Array get(String name) {
    Weights.Array array = all.get(place + name);
    if (array == null) {
      throw new IllegalArgumentException(
          "%s has no array %s%s; it has %s".formatted(file, place, name, all.keySet()));
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

  /** The layer {@code weight}, {@code bias} of this module. */
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
    return new Linear((int) shape.get(1), (int) shape.get(0), weight.values(), bias.values());
  }

  /** The layer of this module, with its weights times its {@code mask}. */
  Linear maskedLinear() {
    Linear dense = linear();
    Weights.Array mask = get("mask");
    Shape shape = Shape.of(dense.units(), dense.inputs());
    if (!mask.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "%s has a mask of shape %s; expected that of its weights, %s"
              .formatted(this, mask.shape(), shape));
    }
    double[] weight = dense.weight().clone();
    Arrays.setAll(weight, i -> weight[i] * mask.values()[i]);
    skip("degrees"); // the masks follow from them
    return new Linear(dense.inputs(), dense.units(), weight, dense.bias());
  }

  /**
   * Checks that every layer below this module has a mask; without one, it would read other
   * features.
   *
   * @throws IllegalArgumentException if a layer has none, as in a file of only the parameters
   */
  void requireMasks() {
    List<String> missing =
        all.keySet().stream()
            .filter(name -> name.startsWith(place) && name.endsWith(".weight"))
            .map(name -> name.replaceFirst("weight$", "mask"))
            .filter(name -> !all.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no arrays %s; expected the whole state_dict, with its buffers"
              .formatted(file, missing));
    }
  }

  /** Marks an array as read, since a flow of this library does not need it. */
  void skip(String name) {
    unread.remove(place + name);
  }

  /**
   * Checks that every array was read.
   *
   * @throws IllegalArgumentException if one was not, since the flow then has parts that are not
   *     imported
   */
  void requireAllRead() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(file + " has parts that are not imported: " + unread);
    }
  }

  @Override
  public String toString() {
    return place.isEmpty() ? file.toString() : place.substring(0, place.length() - 1);
  }
}
