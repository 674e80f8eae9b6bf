package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The cell of one column in several rows, predicted by a model of any cell. Columns that are not
 * given are absent. For numbers without phases it is a {@link Law}.
 */
record AnyCell(
    CompiledDistribution model, TableSchema schema, int target, Rows events, Set<Integer> given)
    implements Law {
  /** The most draws of whole rows that are in memory at a time. */
  private static final int MOST_DRAWS = 1 << 17;

  private RowLayout layout() {
    return schema.layout();
  }

  @Override
  public int count() {
    return events.count();
  }

  @Override
  public Method method() {
    return Method.CLOSED_FORM;
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    return entry().quantiles(levels, count());
  }

  @Override
  public double[] cdf(float[] x) {
    return entry().cdf(with(events, finite(x), true));
  }

  /** Returns the distribution functions of the cell, given that its value is present. */
  private EntryLaw entry() {
    return new EntryLaw(there(), layout().size(), layout().value(target));
  }

  @Override
  public AnyCell select(int... rows) {
    return new AnyCell(model, schema, target, events.select(rows), given);
  }

  boolean hasGaps() {
    return layout().bit(target).isPresent();
  }

  private Rows contexts(Rows rows, State ofTarget) {
    return states(schema, rows, Set.of(target), ofTarget, given);
  }

  /**
   * The contexts of rows: present cells of some columns are given, those of targets have a state,
   * and all others are absent.
   */
  static Rows states(
      TableSchema schema,
      Rows rows,
      Collection<Integer> targets,
      State ofTargets,
      Collection<Integer> given) {
    RowLayout layout = schema.layout();
    return layout.context(
        rows,
        (row, column) -> {
          if (given.contains(column) && !layout.isAbsent(rows, row, column)) {
            return State.GIVEN;
          }
          return targets.contains(column) ? ofTargets : State.ABSENT;
        });
  }

  private Rows with(Rows rows, float[] numbers, boolean isThere) {
    float[] values = filled(schema, rows);
    int place = layout().value(target);
    Optional<Integer> bit = layout().bit(target);
    for (int row = 0; row < rows.count(); row++) {
      int start = row * rows.size();
      values[start + place] = numbers[row];
      bit.ifPresent(at -> values[start + at] = isThere ? 1 : 0);
    }
    return new Rows(values, rows.eventShape(), rows.count());
  }

  /** Returns the values of events, with fillers in place of absent ones, which do not count. */
  static float[] filled(TableSchema schema, Rows events) {
    float[] values = events.values().clone();
    int first = schema.layout().value(0);
    for (int i = 0; i < values.length; i++) {
      int column = i % events.size() - first;
      values[i] = Float.isNaN(values[i]) ? schema.modelled().get(column).filler() : values[i];
    }
    return values;
  }

  @Override
  public double[] logProb(float[] numbers) {
    return doubles(there().logProb(with(events, numbers, true)));
  }

  /** The density given that the cell has a value. */
  private Density there() {
    return model.given(contexts(events, stateThere()));
  }

  /** Whether the cell has distribution functions, as numbers without phases do. */
  boolean isClosed() {
    return schema.phases(schema.modelled().get(target)).isEmpty()
        && model.signatures().contains("quantile");
  }

  /** The log-probabilities of every category, given that the value is present, row by row. */
  double[] ofCategories(int categories) {
    Rows all = there().categories().orElseThrow();
    double[] own = new double[Math.multiplyExact(events.count(), categories)];
    Arrays.setAll(
        own, i -> all.values()[i / categories * all.size() + i % categories]); // others have more
    return own;
  }

  private State stateThere() {
    return hasGaps() ? State.PRESENT : State.MODELLED;
  }

  double[] missing() {
    double[] missing = new double[events.count()];
    if (hasGaps()) {
      float[] filler = new float[events.count()];
      Arrays.fill(filler, schema.modelled().get(target).filler());
      float[] logProb =
          model.given(contexts(events, State.MODELLED)).logProb(with(events, filler, false));
      Arrays.setAll(missing, i -> Math.exp(logProb[i]));
    }
    return missing;
  }

  /** The draws of the cell that are not missing, in ascending order for each row. */
  double[][] draws(int count, long seed) {
    double[][] all = new double[events.count()][count];
    int rows = Math.max(1, MOST_DRAWS / count);
    for (int from = 0; from < all.length; from += rows) {
      int[] block = IntStream.range(from, Math.min(all.length, from + rows)).toArray();
      select(block).draw(Arrays.asList(all).subList(from, from + block.length), seed + from);
    }
    return all;
  }

  /** Puts the draws of each row into its array. */
  private void draw(List<double[]> ofRows, long seed) {
    int count = ofRows.get(0).length;
    int[] rows = new int[Math.multiplyExact(ofRows.size(), count)];
    Arrays.setAll(rows, i -> i / count);
    Rows drawn =
        model
            .given(contexts(events.select(rows), stateThere()))
            .sampleAndLogProb(rows.length, seed)
            .x();
    int place = layout().value(target);
    for (int i = 0; i < rows.length; i++) {
      ofRows.get(i / count)[i % count] = drawn.values()[i * drawn.size() + place];
    }
    ofRows.forEach(Arrays::sort);
  }

  /** Returns numbers without infinite ones, which have no place in events. */
  static float[] finite(float[] x) {
    float[] finite = x.clone();
    for (int i = 0; i < x.length; i++) {
      finite[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x[i]));
    }
    return finite;
  }

  static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    Arrays.setAll(all, i -> values[i]);
    return all;
  }
}
