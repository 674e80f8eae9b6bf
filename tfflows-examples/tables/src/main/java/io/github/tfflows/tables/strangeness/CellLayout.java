package io.github.tfflows.tables.strangeness;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a row for kernels: the indices of each cell's coordinates and outcomes. A column
 * with gaps has two further outcomes: its value is missing or present.
 */
final class CellLayout {
  /**
   * A cell.
   *
   * @param value the index of its value in the event, or in the context
   * @param bit the index of its bit there; negative if its column has no gaps
   * @param coordinate the index of its first coordinate
   * @param presence the outcome of a missing value; the outcome of a present value follows
   * @param outcome the outcome of its first name
   */
  record Cell(CellForm form, int value, int bit, int coordinate, int presence, int outcome) {}

  /**
   * Mutually exclusive outcomes: the index of the first, the number of outcomes in the fit, and
   * whether a further one follows for unseen names.
   */
  record Choice(int first, int seen, boolean hasUnseen) {}

  private final List<Cell> modelled = new ArrayList<>();
  private final List<Cell> given = new ArrayList<>();
  private final List<Choice> choices = new ArrayList<>();
  private int coordinates;
  private int outcomes;

  /** Arranges the cells. There is one scaling for each column; modelled columns come first. */
  CellLayout(TableSchema schema, List<CellForm.Scaling> scalings) {
    int count = schema.modelled().size();
    for (int i = 0; i < schema.all().size(); i++) {
      boolean isModelled = i < count;
      List<Cell> cells = isModelled ? modelled : given;
      RowLayout layout = isModelled ? schema.layout() : schema.context();
      int column = cells.size();
      CellForm form = CellForm.of(schema.all().get(i), scalings.get(i));
      cells.add(cell(form, layout.value(column), layout.bit(column).orElse(-1)));
    }
  }

  private Cell cell(CellForm form, int value, int bit) {
    int presence = choice(bit < 0 ? 0 : 2, 0);
    int seen = Math.max(0, form.outcomes() - 1);
    int outcome = choice(seen, form.outcomes() - seen);
    Cell cell = new Cell(form, value, bit, coordinates, presence, outcome);
    coordinates += form.coordinates();
    return cell;
  }

  private int choice(int seen, int unseen) {
    int first = outcomes;
    outcomes += seen + unseen;
    if (seen > 0) {
      choices.add(new Choice(first, seen, unseen > 0));
    }
    return first;
  }

  List<Cell> modelled() {
    return modelled;
  }

  List<Cell> given() {
    return given;
  }

  /** The groups of mutually exclusive outcomes. A row has one outcome of each group. */
  List<Choice> choices() {
    return choices;
  }

  int coordinates() {
    return coordinates;
  }

  int outcomes() {
    return outcomes;
  }

  Point point() {
    return new Point(coordinates);
  }

  void addEvent(Rows x, int row, Point to) {
    add(modelled, x, row, to);
  }

  void addCondition(Rows context, int row, Point to) {
    add(given, context, row, to);
  }

  private static void add(List<Cell> cells, Rows rows, int row, Point to) {
    for (Cell cell : cells) {
      add(cell, rows, row, to);
    }
  }

  static void add(Cell cell, Rows rows, int row, Point to) {
    int from = row * rows.size();
    boolean isThere =
        cell.bit < 0
            ? !Float.isNaN(rows.values()[from + cell.value])
            : rows.values()[from + cell.bit] != 0;
    if (cell.bit >= 0) {
      to.addOutcome(cell.presence + (isThere ? 1 : 0));
    }
    if (isThere) {
      float value = rows.values()[from + cell.value];
      cell.form.write(value, to.at(), cell.coordinate);
      for (int i = 0; i < cell.form.coordinates(); i++) {
        to.addCoordinate(cell.coordinate + i);
      }
      int name = cell.form.outcome(value);
      if (name >= 0) {
        to.addOutcome(cell.outcome + name);
      }
    }
  }
}
