package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.TruthCoding;
import io.github.tfflows.tables.source.RowCursor;
import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statistics of the cells of a column that are not numbers, or that its kind reads as text. */
final class TextScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** A cell, and the number of its text, from one. */
  record Cell(String text, String place, long number) implements Serializable {
    /** The same cell after some more texts. */
    Cell after(long texts) {
      return new Cell(text, place, number + texts);
    }

    /** The first cell of two parts. {@code texts} is the number of texts in the first part. */
    static @Nullable Cell first(@Nullable Cell cell, @Nullable Cell later, long texts) {
      return cell != null || later == null ? cell : later.after(texts);
    }
  }

  private final NameScan names = new NameScan();
  private final EnumMap<Moment.Form, TimeScan> times = new EnumMap<>(Moment.Form.class);
  private final EnumMap<Moment.Form, Cell> firstOfForm = new EnumMap<>(Moment.Form.class);
  private @Nullable Cell first;
  private @Nullable Cell firstWithoutForm;
  private @Nullable Cell firstWithoutTruth;
  private long count;

  void accept(String text, RowCursor row) {
    count++;
    names.accept(text);
    first = first == null ? cell(text, row) : first;
    if (firstWithoutTruth == null && Double.isNaN(TruthCoding.truth(text))) {
      firstWithoutTruth = cell(text, row);
    }
    Optional<Moment> moment = Moment.parse(text);
    if (moment.isPresent()) {
      accept(moment.get(), text, row);
    } else if (firstWithoutForm == null) {
      firstWithoutForm = cell(text, row);
    }
  }

  private void accept(Moment moment, String text, RowCursor row) {
    TimeScan scan = times.get(moment.form());
    if (scan == null) {
      times.put(moment.form(), new TimeScan(moment, text));
      firstOfForm.put(moment.form(), cell(text, row));
    } else {
      scan.accept(moment, text);
    }
  }

  /** Adds the texts of the rows that follow. */
  void append(TextScan later) {
    names.append(later.names);
    later.times.forEach(this::append);
    later.firstOfForm.forEach((form, cell) -> firstOfForm.putIfAbsent(form, cell.after(count)));
    first = Cell.first(first, later.first, count);
    firstWithoutForm = Cell.first(firstWithoutForm, later.firstWithoutForm, count);
    firstWithoutTruth = Cell.first(firstWithoutTruth, later.firstWithoutTruth, count);
    count += later.count;
  }

  private void append(Moment.Form form, TimeScan later) {
    TimeScan scan = times.putIfAbsent(form, later);
    if (scan != null) {
      scan.append(later);
    }
  }

  private Cell cell(String text, RowCursor row) {
    return new Cell(text, row.place(), count);
  }

  long count() {
    return count;
  }

  NameScan names() {
    return names;
  }

  Optional<Cell> first() {
    return Optional.ofNullable(first);
  }

  Optional<Cell> firstWithoutTruth() {
    return Optional.ofNullable(firstWithoutTruth);
  }

  /** The statistics of the texts in the most frequent form of dates or times, if there are any. */
  Optional<TimeScan> times() {
    return times.values().stream().max(Comparator.comparingLong(TimeScan::count));
  }

  /** The statistics of the texts in the most frequent form of a kind, if there are any. */
  Optional<TimeScan> times(ColumnKind kind) {
    return times.values().stream()
        .filter(scan -> scan.form().kind().equals(kind))
        .max(Comparator.comparingLong(TimeScan::count));
  }

  /** The first text of another form, or without a form. */
  Optional<Cell> firstUnlike(Moment.Form form) {
    Stream<Cell> others =
        firstOfForm.entrySet().stream()
            .filter(entry -> entry.getKey() != form)
            .map(Map.Entry::getValue);
    return Stream.concat(others, Optional.ofNullable(firstWithoutForm).stream())
        .min(Comparator.comparingLong(Cell::number));
  }
}
