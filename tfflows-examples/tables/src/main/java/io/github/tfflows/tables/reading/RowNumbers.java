package io.github.tfflows.tables.reading;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Converts the cells of a row to numbers for a flow: a bit for each modelled column with gaps, the
 * modelled values, the given values, and a bit for each given column with gaps.
 */
final class RowNumbers {
  enum Gap {
    /** Refuse the row. */
    REFUSED("; such rows can be dropped"),

    /** Drop the row. */
    DROPPED(""),

    /** Set the bit of a column with gaps to zero; refuse the row in other columns. */
    MODELLED(", but no row of the fit lacked one; fill it, or drop the row"),

    /**
     * Set the bit of a column with gaps to zero; use NaN, for an absent value, in other columns.
     * Refuse a row with a value that follows from absent ones.
     */
    ABSENT(""),

    /** As {@link #ABSENT}, but allow all values that follow from absent ones. */
    DRAWN(""),

    /** Use NaN in every column, and set the bit, if any, to zero. */
    MARKED("");

    private final String advice;

    Gap(String advice) {
      this.advice = advice;
    }

    static Gap of(Missing missing) {
      return switch (missing) {
        case REFUSE -> REFUSED;
        case DROP -> DROPPED;
        case MODEL -> MODELLED;
      };
    }
  }

  private final List<TableColumn> columns;
  private final int modelled;
  private final int bits;
  private final int contextSize;
  private final int[] indices;
  private final Gap gap;
  private final Unseen unseen;
  private final DerivedCells.InRow derived;

  /** Whether the table or other columns give a column. */
  private final boolean[] isGiven;

  /** Whether the others of a relation fill in a column. */
  private final boolean[] mayLack;

  /** Creates the numbers of columns, of which the first ones are modelled. */
  RowNumbers(int modelled, Gap gap, Unseen unseen, DerivedCells.InRow derived) {
    this.columns = derived.all().columns();
    this.modelled = modelled;
    this.bits = (int) columns.stream().limit(modelled).filter(TableColumn::hasGaps).count();
    int allBits = (int) columns.stream().filter(TableColumn::hasGaps).count();
    this.contextSize = columns.size() - modelled + allBits - bits;
    this.indices =
        derived.places().stream().limit(columns.size()).mapToInt(place -> place).toArray();
    this.gap = gap;
    this.unseen = unseen;
    this.derived = derived;
    this.isGiven = new boolean[indices.length];
    this.mayLack = new boolean[indices.length];
    for (int i = 0; i < indices.length; i++) {
      isGiven[i] = derived.imply(columns.get(i).name());
      mayLack[i] = derived.mayLack(i);
    }
  }

  int eventSize() {
    return bits + modelled;
  }

  int contextSize() {
    return contextSize;
  }

  /**
   * Reads the cursor's row: its event, followed by its context; empty if it is dropped.
   *
   * @throws IllegalArgumentException if a value does not suit its column, or is missing and refused
   */
  Optional<float[]> read(RowCursor cursor) {
    Row row = new Row(cursor);
    float[] numbers = new float[eventSize() + contextSize];
    int bit = 0;
    for (int i = 0; i < indices.length; i++) {
      bit = i == modelled ? bits + indices.length : bit; // those of the given columns are last
      TableColumn column = columns.get(i);
      float value = row.value(i);
      boolean isMissing = Float.isNaN(value);
      if (isMissing && !isPossible(column)) {
        if (gap == Gap.DROPPED) {
          return Optional.empty();
        }
        throw new IllegalArgumentException(
            "column %s: the value is missing%s".formatted(Excerpt.of(column.name()), gap.advice));
      }
      if (column.hasGaps()) {
        numbers[bit++] = isMissing ? 0 : 1;
      }
      numbers[bits + i] = isMissing && hasFiller(column) ? column.filler() : value;
    }
    return row.isDropped() ? Optional.empty() : Optional.of(numbers);
  }

  /** The row of a cursor, whose derived cells are read if they are needed. */
  private final class Row {
    private final RowCursor cursor;
    private List<Object> implied = List.of();

    Row(RowCursor cursor) {
      this.cursor = cursor;
    }

    private List<Object> implied() {
      if (implied.isEmpty()) {
        implied = derived.cells(cursor, RowNumbers.this::canBeImplied);
      }
      return implied;
    }

    /** The value of a column, which others may imply; NaN if it is missing. */
    float value(int place) {
      TableColumn column = columns.get(place);
      float value = indices[place] < 0 ? Float.NaN : column.value(cursor, indices[place], unseen);
      return Float.isNaN(value) && derived.all().areAny() && canBeImplied(place)
          ? column.value(implied().get(place), unseen)
          : value;
    }

    /** Checks that the cells agree, unless the row is dropped for a missing one. */
    boolean isDropped() {
      boolean isDropped = gap == Gap.DROPPED && derived.lackValue(cursor);
      if (!isDropped && derived.all().areAny()) {
        if (gap == Gap.MARKED) {
          derived.requireAgreement(cursor);
        } else {
          derived.requireAgreement(cursor, implied(), isFilled());
        }
        if (gap == Gap.ABSENT) {
          derived.all().requireSolved(implied());
        }
      }
      return isDropped;
    }
  }

  /** Returns whether a number stands for a missing value. */
  private boolean hasFiller(TableColumn column) {
    return gap != Gap.MARKED && (column.hasGaps() || !isAbsent());
  }

  /** Returns whether derived columns can imply a missing value. */
  private boolean canBeImplied(int place) {
    return isGiven[place] && (indices[place] < 0 || isFilled() || mayLack[place]);
  }

  private boolean isFilled() {
    return isAbsent() || gap == Gap.MARKED;
  }

  private boolean isAbsent() {
    return gap == Gap.ABSENT || gap == Gap.DRAWN;
  }

  float[] fillers() {
    float[] numbers = new float[eventSize() + contextSize];
    for (int i = 0; i < indices.length; i++) {
      numbers[bits + i] = columns.get(i).filler();
    }
    return numbers;
  }

  /** Reads the values of a row, with NaN for unsuitable ones. */
  float[] suiting(RowCursor cursor) {
    float[] numbers = new float[eventSize() + contextSize];
    int bit = 0;
    for (int i = 0; i < indices.length; i++) {
      bit = i == modelled ? bits + indices.length : bit;
      TableColumn column = columns.get(i);
      OptionalDouble value = suiting(cursor, i);
      boolean isMissing = value.isPresent() && Double.isNaN(value.getAsDouble());
      if (column.hasGaps()) {
        numbers[bit++] = value.isPresent() && !isMissing ? 1 : 0;
      }
      numbers[bits + i] =
          isMissing && isPossible(column) ? column.filler() : (float) value.orElse(Double.NaN);
    }
    return numbers;
  }

  /** Returns the number of a cell, NaN if it is missing; empty if it does not suit. */
  private OptionalDouble suiting(RowCursor cursor, int place) {
    try {
      return OptionalDouble.of(
          indices[place] < 0
              ? Double.NaN
              : columns.get(place).value(cursor, indices[place], unseen));
    } catch (IllegalArgumentException e) {
      return OptionalDouble.empty();
    }
  }

  /** Returns whether a value of a column can be missing. */
  private boolean isPossible(TableColumn column) {
    return switch (gap) {
      case ABSENT, DRAWN, MARKED -> true;
      case MODELLED -> column.hasGaps();
      case REFUSED, DROPPED -> false;
    };
  }
}
