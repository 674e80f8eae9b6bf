package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.density.Conditioning;
import java.util.Collections;
import java.util.List;

/**
 * Rows with the names of their columns.
 *
 * @param data the rows, vectors with a context or without
 * @param columns the names of the events' columns
 * @param context the names of the context's columns; none for an unconditional density
 * @param gaps the columns that can have missing values
 * @param texts the text of the values of each of the events' columns
 * @param conditioning the cells that can be given in rows of the model; in these, none is
 */
public record NamedRows(
    Data data,
    List<String> columns,
    List<String> context,
    List<Gap> gaps,
    List<ValueText> texts,
    Conditioning conditioning) {
  /**
   * A column that can have missing values: the entry of its value, and its bit, which is zero where
   * the value is missing.
   */
  public record Gap(int bit, int value) {}

  /**
   * Copies the names and counts them.
   *
   * @throws IllegalArgumentException if there is not one name a column
   */
  public NamedRows {
    columns = List.copyOf(columns);
    context = List.copyOf(context);
    gaps = List.copyOf(gaps);
    texts = List.copyOf(texts);
    require("columns", columns, data.x().size());
    require("columns of context", context, data.context().size());
  }

  /** Names the columns of rows of numbers without missing values. */
  public NamedRows(Data data, List<String> columns, List<String> context) {
    this(data, columns, context, List.of());
  }

  /** Names the columns of rows of numbers. */
  public NamedRows(Data data, List<String> columns, List<String> context, List<Gap> gaps) {
    this(
        data,
        columns,
        context,
        gaps,
        Collections.nCopies(columns.size(), ValueText.NUMBERS),
        Conditioning.NONE);
  }

  /** Returns whether numbers of a column have a spacing, and carry noise of its width. */
  public boolean haveNoise() {
    return texts.stream().anyMatch(text -> text.step() > 0);
  }

  NamedRows with(Data rows) {
    return new NamedRows(rows, columns, context, gaps, texts, conditioning);
  }

  /** Returns events with NaN in place of missing values. */
  public Rows shown(Rows x) {
    return replaced(x, Float.NaN);
  }

  /** Returns events with zero in place of missing values. */
  Rows zeroed(Rows x) {
    return replaced(x, 0);
  }

  private Rows replaced(Rows x, float missing) {
    float[] values = x.values().clone();
    for (int from = 0; from < values.length; from += x.size()) {
      for (Gap gap : gaps) {
        values[from + gap.value()] =
            values[from + gap.bit()] == 0 ? missing : values[from + gap.value()];
      }
    }
    return new Rows(values, x.eventShape(), x.count());
  }

  private static void require(String what, List<String> names, int count) {
    if (names.size() != count) {
      throw new IllegalArgumentException(
          "expected names for %s %s, got %s".formatted(count, what, names));
    }
  }

  /** Returns how many rows there are. */
  public int count() {
    return data.count();
  }
}
