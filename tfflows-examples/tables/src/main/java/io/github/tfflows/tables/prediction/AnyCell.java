package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Arrays;
import java.util.Collection;
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
  public double[] cdf(double[] x) {
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
        layout.given(rows, given, column -> targets.contains(column) ? ofTargets : State.ABSENT));
  }

  private Rows with(Rows rows, float[] numbers, boolean isThere) {
    float[] values = schema.filled(rows);
    int place = layout().value(target);
    Optional<Integer> bit = layout().bit(target);
    for (int row = 0; row < rows.count(); row++) {
      int start = row * rows.size();
      values[start + place] = numbers[row];
      bit.ifPresent(at -> values[start + at] = isThere ? 1 : 0);
    }
    return new Rows(values, rows.eventShape(), rows.count());
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
    return layout().stateThere(target);
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
  double[][] draws(int each, long seed) {
    return Blocks.draws(count(), each, seed, (rows, ofRows) -> select(rows).drawn(each, ofRows));
  }

  private double[][] drawn(int each, long seed) {
    int[] rows = IntStream.range(0, Math.multiplyExact(count(), each)).map(i -> i / each).toArray();
    Density density = model.given(contexts(events.select(rows), stateThere()));
    Rows x = density.sampleAndLogProb(rows.length, seed).x();
    double[][] all = new double[count()][each];
    for (int i = 0; i < rows.length; i++) {
      all[rows[i]][i % each] = x.values()[i * x.size() + layout().value(target)];
    }
    Arrays.stream(all).forEach(Arrays::sort);
    return all;
  }

  /** Returns numbers without infinite ones, which have no place in events. */
  static float[] finite(double[] x) {
    float[] finite = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      finite[i] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x[i]));
    }
    return finite;
  }

  static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    Arrays.setAll(all, i -> values[i]);
    return all;
  }
}
