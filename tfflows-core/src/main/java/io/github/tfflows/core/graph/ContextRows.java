package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A context whose rows may have several points each, and the arrays that depend only on it. These
 * arrays are built once for each row, for any number of points, and outside loops.
 */
final class ContextRows {
  /** The context of each row; if places are stacked, the context of the first place. */
  private final Expr rows;

  /**
   * The contexts of {@linkplain GraphScope#stacked stacked} places in their order; empty without
   * stacked places.
   */
  private final List<Part> parts;

  /** The same context with one point for each row. */
  private final ContextRows each;

  /** The row of each point; null if each row has one. */
  private final @Nullable Operand<TInt32> points;

  /** The arrays and contexts built so far, for each graph. */
  private final IdentityHashMap<ParameterSource, Map<Object, Object>> built =
      new IdentityHashMap<>();

  /**
   * The context of a place among stacked ones.
   *
   * @param around the path of the place around them
   * @param name the name of the place there
   */
  private record Part(String around, String name, ContextRows context) {
    /** Returns the place that corresponds to a place for all. */
    GraphScope in(GraphScope common) {
      String start = around.isEmpty() ? "" : around + ".";
      boolean isBelow = common.path().length() > start.length();
      String below = isBelow ? "." + common.path().substring(start.length()) : "";
      return common.placed(start + name + below, context);
    }

    Part embedded(
        GraphScope common, Function<GraphScope, Object> key, Function<GraphScope, Expr> form) {
      return new Part(around, name, context.embedded(in(common), key, form));
    }
  }

  private ContextRows(
      Expr rows, List<Part> parts, @Nullable ContextRows each, @Nullable Operand<TInt32> points) {
    this.rows = rows;
    this.parts = parts;
    this.each = each == null ? this : each;
    this.points = points;
  }

  /** Creates a context with one point for each row. */
  ContextRows(Expr rows) {
    this(rows, List.of(), null, null);
  }

  private static ContextRows of(List<Part> parts) {
    return new ContextRows(parts.get(0).context().rows, parts, null, null);
  }

  private ContextRows withPoints(@Nullable Operand<TInt32> rowOfEach) {
    return rowOfEach == null ? this : new ContextRows(rows, parts, this, rowOfEach);
  }

  /** Returns a context whose rows have an equal number of consecutive points each. */
  static ContextRows shared(Expr rows, Expr points) {
    Ops tf = points.scope().tf();
    Operand<TInt32> count = points.rowCount();
    Operand<TInt32> numbers = tf.range(tf.constant(0), count, tf.constant(1));
    Operand<TFloat64> middles =
        tf.math.add(tf.dtypes.cast(numbers, TFloat64.class), tf.constant(0.5));
    Operand<TFloat64> share =
        tf.math.div(
            tf.dtypes.cast(rows.rowCount(), TFloat64.class), tf.dtypes.cast(count, TFloat64.class));
    Operand<TFloat64> places = tf.math.floor(tf.math.mul(middles, share));
    return new ContextRows(rows).withPoints(tf.dtypes.cast(places, TInt32.class));
  }

  ContextRows withoutPoints() {
    return each;
  }

  /** Returns the rows; if places are stacked, the rows of the first place. */
  Expr anyRows() {
    return rows;
  }

  /** Returns the same context, with the same points, at several places below one. */
  ContextRows stacked(GraphScope place, List<String> names) {
    return once(
        place,
        place.path() + "/stack of " + names,
        () ->
            of(names.stream().map(name -> new Part(place.path(), name, each)).toList())
                .withPoints(stackedPoints(names.size())));
  }

  private @Nullable Operand<TInt32> stackedPoints(int places) {
    Operand<TInt32> ofOne = points;
    if (ofOne == null) {
      return null;
    }
    Ops tf = rows.scope().tf();
    Operand<TInt32> count = count();
    List<Operand<TInt32>> all = new ArrayList<>(List.of(ofOne));
    for (int i = 1; i < places; i++) {
      all.add(tf.math.add(all.get(i - 1), count));
    }
    return tf.concat(all, tf.constant(0));
  }

  /** Returns the same context with each point several times in succession. */
  ContextRows repeated(GraphScope place, int times) {
    return once(
        place,
        place.path() + "/repeated " + times,
        () -> {
          Ops tf = place.tf();
          Operand<TInt32> one =
              points == null ? tf.range(tf.constant(0), count(), tf.constant(1)) : points;
          Operand<TInt32> all =
              tf.math.add(tf.expandDims(one, tf.constant(1)), tf.constant(new int[1][times]));
          return each.withPoints(tf.reshape(all, tf.constant(new int[] {-1})));
        });
  }

  /** Returns the number of rows, at all places. */
  private Operand<TInt32> count() {
    Ops tf = rows.scope().tf();
    Operand<TInt32> ofOne = rows.rowCount();
    return parts.isEmpty() ? ofOne : tf.math.mul(ofOne, tf.constant(parts.size()));
  }

  Expr ofPoints() {
    GraphScope place = rows.scope();
    Operand<TInt32> rowOfEach = points;
    return once(
        place,
        "of points",
        () -> {
          if (rowOfEach != null) {
            return each.ofPoints().rows(place.here(rowOfEach));
          }
          return parts.isEmpty()
              ? rows
              : place.concat(0, parts.stream().map(part -> part.context().ofPoints()).toList());
        });
  }

  /**
   * Returns a context derived from this one, with the same points. Stacked places have one each.
   *
   * @param key determines the result at a place
   * @param form builds the rows {@code [n, ...]} at a place with this context
   */
  ContextRows embedded(
      GraphScope place, Function<GraphScope, Object> key, Function<GraphScope, Expr> form) {
    return derived(
        place,
        key.apply(place),
        () ->
            parts.isEmpty()
                ? new ContextRows(form.apply(place))
                : of(parts.stream().map(part -> part.embedded(place, key, form)).toList()));
  }

  /**
   * Returns a context derived from this one, with the same points, which is built once.
   *
   * @param ofRows builds the context without points
   */
  ContextRows derived(GraphScope place, Object key, Supplier<ContextRows> ofRows) {
    return once(
        place,
        key,
        () -> each == this ? ofRows.get() : each.derived(place, key, ofRows).withPoints(points));
  }

  @SuppressWarnings("unchecked") // a key has values of one type
  private <T> T once(GraphScope place, Object key, Supplier<T> build) {
    Map<Object, Object> ofSource =
        built.computeIfAbsent(place.parameters(), unused -> new HashMap<>());
    Object before = ofSource.get(key);
    if (before == null) {
      before = build.get();
      ofSource.put(key, before);
    }
    return (T) before;
  }
}
