package io.github.tfflows.serve.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.tfflows.serve.json.JsonText;
import java.io.IOException;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/** Reads nested lists of JSON as an array, and refuses ragged ones. */
public final class ValuesReader {
  private static final int MOST_DIMENSIONS = 8;
  private static final int UNKNOWN = -1;

  private final ElementType type;
  private final String name;
  private final long[] sizes = new long[MOST_DIMENSIONS];

  private Object array;
  private int capacity = 16;
  private int size;
  private int rows;
  private int dimensions = UNKNOWN;

  /** Creates a reader; messages name the array. */
  public ValuesReader(ElementType type, String name) {
    this.type = type;
    this.name = name;
    this.array = type.array(capacity);
    Arrays.fill(sizes, UNKNOWN);
  }

  /**
   * Reads a whole array, beginning with the current token.
   *
   * @throws IllegalArgumentException if an element has another type, or the lists are ragged, with
   *     the place
   */
  public Values readAll(JsonParser json) throws IOException {
    read(json, 0);
    return values(0);
  }

  /**
   * Reads a row, beginning with the current token.
   *
   * @throws IllegalArgumentException if an element has another type, or a row differs in form from
   *     the rows before, with the place
   */
  public void readRow(JsonParser json) throws IOException {
    read(json, 1);
    rows++;
  }

  /** Returns the number of rows that were read. */
  public int rows() {
    return rows;
  }

  /** Returns the rows that were read. */
  public Values ofRows() {
    sizes[0] = rows;
    return values(1);
  }

  private Values values(int least) {
    int rank = dimensions == UNKNOWN ? emptyRank(least) : dimensions;
    return new Values(type, Shape.of(Arrays.copyOf(sizes, rank)), trimmed());
  }

  /** The rank of lists that are all empty. */
  private int emptyRank(int least) {
    int rank = least;
    while (rank < MOST_DIMENSIONS && sizes[rank] != UNKNOWN) {
      rank++;
    }
    return rank;
  }

  private Object trimmed() {
    Object exact = type.array(size);
    System.arraycopy(array, 0, exact, 0, size);
    return exact;
  }

  private void read(JsonParser json, int depth) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      if (depth == MOST_DIMENSIONS || depth == dimensions) {
        throw at(json, "expected " + type.words() + ", got a list");
      }
      int count = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        read(json, depth + 1);
        count++;
      }
      requireSize(json, depth, count);
      return;
    }
    if (dimensions != UNKNOWN && dimensions != depth) {
      throw at(json, "expected a list, got " + JsonText.current(json));
    }
    dimensions = depth;
    add(json);
  }

  private void requireSize(JsonParser json, int depth, int count) {
    if (sizes[depth] != UNKNOWN && sizes[depth] != count) {
      throw at(json, "expected a list of %s, got one of %s".formatted(sizes[depth], count));
    }
    sizes[depth] = count;
  }

  private void add(JsonParser json) throws IOException {
    if (size == capacity) {
      capacity *= 2;
      Object larger = type.array(capacity);
      System.arraycopy(array, 0, larger, 0, size);
      array = larger;
    }
    try {
      type.read(json, array, size);
    } catch (IllegalArgumentException e) {
      throw at(json, String.valueOf(e.getMessage()));
    }
    size++;
  }

  private IllegalArgumentException at(JsonParser json, String problem) {
    String place = json.getParsingContext().pathAsPointer().toString();
    return new IllegalArgumentException("%s at %s: %s".formatted(name, place, problem));
  }
}
