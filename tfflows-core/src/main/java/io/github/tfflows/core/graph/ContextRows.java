package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A context whose rows may have several points each, and the arrays that depend only on it. Those
 * are built once for each row, for any number of points, and outside loops.
 *
 * <p>It has one of three forms: {@code rows} with one point each; {@code parts}, the contexts of
 * several {@linkplain GraphScope#stacked stacked} places, one place after another; or {@code each},
 * one of these two, with the row of each point.
 */
final class ContextRows {
  /** The context of each row; null in the other forms. */
  private final @Nullable Expr rows;

  /** The contexts of stacked places; empty in the other forms. */
  private final List<ContextRows> parts;

  /** The same context with one point for each row; null if this one is. */
  private final @Nullable ContextRows each;

  /** The row of each point; null if each row has one. */
  private final @Nullable Operand<TInt32> ofPoints;

  /** The arrays and contexts built so far, for each graph by their place and role. */
  private final IdentityHashMap<ParameterSource, Map<Object, Object>> built =
      new IdentityHashMap<>();

  private ContextRows(
      @Nullable Expr rows,
      List<ContextRows> parts,
      @Nullable ContextRows each,
      @Nullable Operand<TInt32> ofPoints) {
    this.rows = rows;
    this.parts = parts;
    this.each = each;
    this.ofPoints = ofPoints;
  }

  /** Creates a context with one point for each row. */
  ContextRows(Expr rows) {
    this(rows, List.of(), null, null);
  }

  private static ContextRows of(List<ContextRows> parts) {
    return new ContextRows(null, parts, null, null);
  }

  private ContextRows withPoints(@Nullable Operand<TInt32> rowsOfPoints) {
    return rowsOfPoints == null ? this : new ContextRows(null, List.of(), this, rowsOfPoints);
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
    return each == null ? this : each;
  }

  /** Returns the same context, with the same points, at several places. */
  ContextRows stacked(GraphScope place, int places) {
    return once(
        place,
        "stack of " + places,
        () -> of(Collections.nCopies(places, withoutPoints())).withPoints(stackedPoints(places)));
  }

  private @Nullable Operand<TInt32> stackedPoints(int places) {
    Operand<TInt32> points = ofPoints;
    if (points == null) {
      return null;
    }
    Ops tf = anyRows().scope().tf();
    Operand<TInt32> count = anyRows().rowCount();
    List<Operand<TInt32>> all = new ArrayList<>(List.of(points));
    for (int i = 1; i < places; i++) {
      all.add(tf.math.add(all.get(i - 1), count));
    }
    return tf.concat(all, tf.constant(0));
  }

  /** Returns the same context with each point several times in succession. */
  ContextRows repeated(GraphScope place, int times) {
    Operand<TInt32> points = ofPoints;
    return once(
        place,
        "repeated " + times,
        () -> {
          Ops tf = place.tf();
          Operand<TInt32> one =
              points == null ? tf.range(tf.constant(0), count(), tf.constant(1)) : points;
          Operand<TInt32> all =
              tf.math.add(tf.expandDims(one, tf.constant(1)), tf.constant(new int[1][times]));
          return withoutPoints().withPoints(tf.reshape(all, tf.constant(new int[] {-1})));
        });
  }

  /** Returns the number of rows, at all places. */
  private Operand<TInt32> count() {
    Ops tf = anyRows().scope().tf();
    Operand<TInt32> ofOne = anyRows().rowCount();
    return parts.isEmpty() ? ofOne : tf.math.mul(ofOne, tf.constant(parts.size()));
  }

  /** Returns the rows, or those of the first place. */
  Expr anyRows() {
    if (each != null) {
      return each.anyRows();
    }
    return rows == null ? parts.get(0).anyRows() : rows;
  }

  private Expr allRows() {
    return rows == null
        ? anyRows().scope().concat(0, parts.stream().map(ContextRows::allRows).toList())
        : rows;
  }

  /** Returns the context of each point. */
  Expr ofPoints() {
    GraphScope place = anyRows().scope();
    ContextRows one = withoutPoints();
    return once(place, "of points", () -> forPoints(place, one.allRows()));
  }

  /** Returns an embedding of each row, with the points of the row. */
  ContextRows embedded(GraphScope place, String role, Function<GraphScope, Expr> embedding) {
    return once(
        place,
        role,
        () -> {
          if (each != null) {
            return each.embedded(place, role, embedding).withPoints(ofPoints);
          }
          return parts.isEmpty()
              ? new ContextRows(embedding.apply(place))
              : of(eachPart(place, (part, at) -> part.embedded(at, role, embedding)));
        });
  }

  /** Returns another form of the rows, which depends on nothing else, with the same points. */
  ContextRows mapped(GraphScope place, Object form, UnaryOperator<Expr> map) {
    Expr own = rows;
    return once(
        place,
        form,
        () -> {
          if (each != null) {
            return each.mapped(place, form, map).withPoints(ofPoints);
          }
          return own == null
              ? of(parts.stream().map(part -> part.mapped(place, form, map)).toList())
              : new ContextRows(map.apply(own));
        });
  }

  /** Returns an array for each point, from one that is built for each row. */
  Expr ofPoints(GraphScope place, String role, Function<GraphScope, Expr> build) {
    return once(
        place,
        role,
        () -> {
          if (each != null) {
            return forPoints(place, each.ofPoints(place, role, build));
          }
          return parts.isEmpty()
              ? build.apply(place)
              : place.concat(0, eachPart(place, (part, at) -> part.ofPoints(at, role, build)));
        });
  }

  /** Returns an array for each point, from one that is built for each row at all places. */
  Expr together(GraphScope place, String role, Supplier<Expr> build) {
    return once(
        place,
        role,
        () -> each == null ? build.get() : forPoints(place, each.together(place, role, build)));
  }

  private Expr forPoints(GraphScope place, Expr ofRows) {
    Operand<TInt32> points = ofPoints;
    return points == null ? ofRows : place.expr(ofRows).rows(place.here(points));
  }

  private <T> List<T> eachPart(GraphScope place, BiFunction<ContextRows, GraphScope, T> function) {
    return IntStream.range(0, parts.size())
        .mapToObj(i -> function.apply(parts.get(i), place.unstacked(i, parts.get(i))))
        .toList();
  }

  private <T> T once(GraphScope place, String role, Supplier<T> build) {
    return once(place, (Object) (place.path() + "/" + role), build);
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
