package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.util.List;

/**
 * Rows of one kind, shown in one colour.
 *
 * @param name what the legend calls them
 * @param rows rows of equal length
 * @param color their colour
 */
public record Group(String name, List<float[]> rows, Color color) {
  /**
   * Copies the list.
   *
   * @param name see the record
   * @param rows see the record
   * @param color see the record
   */
  public Group {
    rows = List.copyOf(rows);
  }

  /**
   * Returns a column.
   *
   * @param index which one
   * @return a copy
   */
  public float[] column(int index) {
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i)[index];
    }
    return values;
  }
}
