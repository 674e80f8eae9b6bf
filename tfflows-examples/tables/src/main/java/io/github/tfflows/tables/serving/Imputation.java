package io.github.tfflows.tables.serving;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows whose missing values are drawn, pass by pass. The first pass models all missing cells, bits
 * included, and keeps the values that it draws. Each further pass draws one cell of each row that
 * still lacks values, in the column with the fewest gaps. The draw is conditional on all values so
 * far and on the other cells being missing, so that each cell has the distribution
 *
 * <pre>{@code
 * P(present) p(value | present) + P(missing) E p(value | present, the other cells)
 * }</pre>
 *
 * <p>given the present values: it is imputed under the assumption that values are missing at
 * random. Where cells are almost always missing together, no row of the fit has only one of them.
 * There, the other cells are modelled again, and may be drawn as well.
 *
 * <p>Only a few passes draw single cells, since the graph of a served model holds a call of the
 * model for each pass; the last pass draws all values that are still missing. {@link
 * ImputedColumns} does the same in a graph.
 */
public final class Imputation {
  /** The step between the seeds of passes, far from usual differences between seeds of callers. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /**
   * The least probability of a present cell, given the others, at which a fit can learn from such
   * rows.
   */
  static final double RARE = 0.01;

  /** The most passes that draw a single cell of each row. */
  private static final int MOST_ALONE = 4;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowLayout layout;
  private final List<Integer> order;
  private final Rows x;
  private final boolean[] isMissing;

  /** Copies events; a value is missing where it is NaN, or its bit is zero. */
  public Imputation(CompiledDistribution distribution, TableSchema schema, Rows events) {
    this.distribution = distribution;
    this.schema = schema;
    this.layout = schema.layout();
    this.order = order(schema);
    this.x = new Rows(events.values().clone(), events.eventShape(), events.count());
    this.isMissing = new boolean[Math.multiplyExact(x.count(), layout.columns())];
    for (int cell = 0; cell < isMissing.length; cell++) {
      isMissing[cell] = layout.isMissing(x, cell / layout.columns(), cell % layout.columns());
    }
  }

  /** The places of the columns with gaps, in ascending order of their share of missing values. */
  static List<Integer> order(TableSchema schema) {
    return schema.layout().optional().stream()
        .sorted(Comparator.comparingDouble(i -> schema.modelled().get(i).gaps()))
        .toList();
  }

  /** The largest number of passes: the first, and one for each column with gaps, up to a limit. */
  static int passes(TableSchema schema) {
    return 1 + Math.min(MOST_ALONE + 1, schema.withGaps().size());
  }

  /** Whether a pass, counted from zero, draws one cell of each row. */
  static boolean isAlone(int pass) {
    return pass > 0 && pass <= MOST_ALONE;
  }

  /** The state of all cells that lack a value, in the other passes. */
  static State state(int pass) {
    return pass == 0 ? State.MODELLED : State.PRESENT;
  }

  /** The number that a pass, counted from zero, adds to the seed. */
  static long seedStep(int pass) {
    return pass * SPREAD;
  }

  /** An event that lacks all values that can be missing. */
  static float[] emptyEvent(TableSchema schema) {
    RowLayout layout = schema.layout();
    float[] event = new float[layout.size()];
    for (int i = 0; i < layout.columns(); i++) {
      event[layout.value(i)] = schema.modelled().get(i).filler();
    }
    return event;
  }

  /** Returns the events, with draws in place of missing values. */
  public Rows filled(long seed) {
    for (int pass = 0; pass < passes(schema); pass++) {
      int[] rows =
          IntStream.range(0, x.count())
              .filter(row -> IntStream.range(0, layout.columns()).anyMatch(i -> isMissing(row, i)))
              .toArray();
      if (rows.length == 0) {
        break;
      }
      Rows context = isAlone(pass) ? contextOfOne(rows) : context(state(pass), rows);
      long ofPass = seed + seedStep(pass);
      keep(distribution.given(context).sampleAndLogProb(rows.length, ofPass).x(), rows);
    }
    return x;
  }

  private boolean isMissing(int row, int column) {
    return isMissing[row * layout.columns() + column];
  }

  private Rows context(State missing, int... rows) {
    return context((i, column) -> missing, rows);
  }

  private Rows context(RowLayout.States missing, int... rows) {
    return layout.context(
        x.select(rows),
        (i, column) -> isMissing(rows[i], column) ? missing.of(i, column) : State.GIVEN);
  }

  /** The context for a draw of one cell of each row. */
  private Rows contextOfOne(int... rows) {
    int[] asked = IntStream.of(rows).map(this::asked).toArray();
    RowLayout.States alone =
        (i, column) -> column == asked[i] ? State.MODELLED : State.GIVEN_MISSING;
    float[] missing = distribution.given(context(alone, rows)).logProb(empty(rows.length));
    return context(
        (i, column) -> {
          if (column == asked[i]) {
            return State.PRESENT;
          }
          return Math.exp(missing[i]) < 1 - RARE ? State.GIVEN_MISSING : State.MODELLED;
        },
        rows);
  }

  private Rows empty(int count) {
    float[] event = emptyEvent(schema);
    float[] events = new float[Math.multiplyExact(count, event.length)];
    for (int i = 0; i < events.length; i++) {
      events[i] = event[i % event.length];
    }
    return new Rows(events, x.eventShape(), count);
  }

  /** The column to draw in a row; negative where no column with gaps lacks a value. */
  private int asked(int row) {
    return order.stream().filter(column -> isMissing(row, column)).findFirst().orElse(-1);
  }

  /** Keeps the values that a pass drew for some rows. */
  private void keep(Rows draws, int... rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < layout.columns(); column++) {
        if (isMissing(rows[i], column) && !layout.isMissing(draws, i, column)) {
          keep(draws, i, rows[i], column);
        }
      }
    }
  }

  private void keep(Rows draws, int from, int row, int column) {
    int start = row * x.size();
    x.values()[start + layout.value(column)] =
        draws.values()[from * draws.size() + layout.value(column)];
    layout.bit(column).ifPresent(bit -> x.values()[start + bit] = 1);
    isMissing[row * layout.columns() + column] = false;
  }
}
