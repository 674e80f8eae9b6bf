package io.github.tfflows.tables.serving;

import io.github.tfflows.core.model.AddedSignature;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.core.ReduceMin;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The passes of {@link Imputation} as ops. Equal seeds, as two numbers, give the same draws. A pass
 * calls the model for the rows that lack a value and for one more, without values, since some
 * runtimes crash at ops on no rows.
 */
record ImputedColumns(
    Ops tf, AddedSignature.Model model, TableSchema schema, Operand<TInt64> seed) {
  /** The cells of rows, {@code [n, columns]}: the values, any number where there is none. */
  record Cells(Operand<TFloat32> values, Operand<TBool> isThere) {}

  /** Builds the cells, with draws in place of missing values. */
  Cells filled(Cells given) {
    Cells cells = given;
    for (int pass = 0; pass < Imputation.passes(schema); pass++) {
      cells = after(pass, cells);
    }
    return cells;
  }

  private Cells after(int pass, Cells cells) {
    Operand<TBool> isWhole = tf.reduceAll(cells.isThere, tf.array(1), ReduceAll.keepDims(false));
    Operand<TInt64> rows = tf.where(tf.math.logicalNot(isWhole));
    Operand<TInt64> size = tf.array((long) schema.layout().size());
    Operand<TInt64> shape =
        tf.concat(List.of(tf.shape(isWhole, TInt64.class), size), tf.constant(0));
    Operand<TFloat32> draws = tf.scatterNd(rows, drawn(pass, cells, rows), shape);
    RowLayout layout = schema.layout();
    Operand<TFloat32> values =
        tf.slice(draws, tf.array(0, layout.value(0)), tf.array(-1, layout.columns()));
    Operand<TBool> isNew =
        tf.math.logicalAnd(isDrawn(draws, values), tf.math.logicalNot(cells.isThere));
    return new Cells(
        tf.select(isNew, values, cells.values), tf.math.logicalOr(cells.isThere, isNew));
  }

  private Operand<TFloat32> drawn(int pass, Cells cells, Operand<TInt64> rows) {
    Operand<TInt32> first = tf.constant(0);
    Operand<TFloat32> noValue = tf.zeros(tf.array(1, columns()), TFloat32.class);
    Operand<TBool> notThere = tf.fill(tf.array(1, columns()), tf.constant(false));
    Cells some =
        new Cells(
            tf.concat(List.of(tf.gatherNd(cells.values, rows), noValue), first),
            tf.concat(List.of(tf.gatherNd(cells.isThere, rows), notThere), first));
    Operand<TFloat32> context =
        Imputation.isAlone(pass) ? contextOfOne(some) : context(some, code(Imputation.state(pass)));
    Operand<TInt64> ofPass =
        tf.math.add(seed, tf.constant(new long[] {Imputation.seedStep(pass), 0}));
    Operand<TFloat32> draws = model.call("sample", Map.of("context", context, "seed", ofPass), "x");
    return tf.slice(draws, tf.array(0, 0), sizes(rows, -1));
  }

  private Operand<TFloat32> contextOfOne(Cells some) {
    Operand<TBool> isAsked = isAsked(some);
    Operand<TFloat32> alone =
        context(some, tf.select(isAsked, code(State.MODELLED), code(State.GIVEN_MISSING)));
    float[] event = Imputation.emptyEvent(schema);
    Operand<TFloat32> events = tf.broadcastTo(tf.constant(event), sizes(some.values, event.length));
    Operand<TFloat32> missing =
        tf.math.exp(model.call("log_prob", Map.of("x", events, "context", alone), "log_prob"));
    Operand<TBool> isPossible = tf.math.less(missing, tf.constant((float) (1 - Imputation.RARE)));
    Operand<TFloat32> others =
        tf.select(
            tf.expandDims(isPossible, tf.constant(1)),
            code(State.GIVEN_MISSING),
            code(State.MODELLED));
    return context(some, tf.select(isAsked, code(State.PRESENT), others));
  }

  private Operand<TFloat32> code(State state) {
    return tf.constant(state.code());
  }

  private Operand<TFloat32> context(Cells cells, Operand<TFloat32> missing) {
    Operand<TFloat32> states = tf.select(cells.isThere, code(State.GIVEN), missing);
    return tf.concat(List.of(states, cells.values), tf.constant(1));
  }

  /**
   * Where a cell is to be drawn: in each row the first missing cell, in the order of {@link
   * Imputation#order}.
   */
  private Operand<TBool> isAsked(Cells cells) {
    List<Integer> order = Imputation.order(schema);
    int none = order.size();
    int[] places =
        IntStream.range(0, columns())
            .map(column -> order.contains(column) ? order.indexOf(column) : none)
            .toArray();
    Operand<TInt32> place = tf.select(cells.isThere, tf.constant(none), tf.constant(places));
    Operand<TInt32> first = tf.reduceMin(place, tf.array(1), ReduceMin.keepDims(true));
    return tf.math.logicalAnd(tf.math.equal(place, first), tf.math.less(place, tf.constant(none)));
  }

  /** Where the events of a pass have values. */
  private Operand<TBool> isDrawn(Operand<TFloat32> draws, Operand<TFloat32> values) {
    RowLayout layout = schema.layout();
    int[] bits = new int[columns()];
    boolean[] isAlways = new boolean[columns()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = layout.bit(i).orElse(0);
      isAlways[i] = layout.bit(i).isEmpty();
    }
    Operand<TFloat32> bit = tf.gather(draws, tf.constant(bits), tf.constant(1));
    return tf.math.logicalAnd(
        tf.math.logicalNot(tf.math.isNan(values)),
        tf.math.logicalOr(tf.math.greater(bit, tf.constant(0.5f)), tf.constant(isAlways)));
  }

  /** The shape {@code [rows, size]}. */
  private Operand<TInt32> sizes(Operand<?> rows, int size) {
    Operand<TInt32> first = tf.constant(0);
    return tf.concat(List.of(tf.shape.size(rows, first), tf.array(size)), first);
  }

  private int columns() {
    return schema.modelled().size();
  }
}
