package io.github.tfflows.tables.strangeness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** {@link Strangeness} as ops of a graph. */
public final class StrangenessGraph {
  private final Ops tf;
  private final CellLayout layout;
  private final Kernels kernels;
  private final Operand<TFloat32> precisions;
  private final Operand<TFloat32> slopes;
  private final Operand<TFloat32> offsets;
  private final Operand<TFloat32> ofOutcomes;
  private final Operand<TFloat32> ofUnsuitable;
  private final Cells events;
  private final Operand<TFloat32> unsuitable;
  private final Operand<TFloat32> prior;
  private final Operand<TFloat32> logs;

  /**
   * Cells of rows.
   *
   * @param rows their events or conditions, shaped {@code [n, entries]}
   * @param suits where the value of each cell suits its column, or is missing in one with gaps,
   *     shaped {@code [n]}
   */
  public record Input(Operand<TFloat32> rows, List<Operand<TBool>> suits) {
    /** Copies the list. */
    public Input {
      suits = List.copyOf(suits);
    }
  }

  /**
   * Cells of rows as kernels compare them.
   *
   * @param at coordinates, zero for missing cells, shaped {@code [n, coordinates]}
   * @param counts one for coordinates that count, zero for others
   * @param outcomes one for the outcomes of a row, shaped {@code [n, outcomes]}
   * @param unsuitable for each cell one where its value does not suit, shaped {@code [n, cells]}
   */
  private record Cells(
      Operand<TFloat32> at,
      Operand<TFloat32> counts,
      Operand<TFloat32> outcomes,
      Operand<TFloat32> unsuitable) {}

  StrangenessGraph(
      Ops tf,
      CellLayout layout,
      Kernels kernels,
      double unsuitable,
      Input events,
      Optional<Input> conditions) {
    this.tf = tf;
    int count = kernels.count();
    this.precisions = constant(kernels.precisions(), count, layout.coordinates());
    this.slopes = constant(kernels.slopes(), count, layout.coordinates());
    this.offsets = constant(kernels.offsets(), count, layout.coordinates());
    this.ofOutcomes = constant(kernels.logProbs(), count, layout.outcomes());
    this.ofUnsuitable = tf.constant((float) unsuitable);
    this.layout = layout;
    this.kernels = kernels;
    this.events = cells(layout.modelled(), events);
    Operand<TFloat32> weights = constant(kernels.logWeights(), 1, kernels.count());
    Optional<Cells> given = conditions.map(input -> cells(layout.given(), input));
    this.prior = given.isPresent() ? tf.math.add(weights, logDensities(given.get())) : weights;
    Operand<TFloat32> ofEvents = sum(this.events.unsuitable, 0, layout.modelled().size());
    this.unsuitable =
        given.isPresent()
            ? tf.math.add(ofEvents, sum(given.get().unsuitable, 0, layout.given().size()))
            : ofEvents;
    this.logs = tf.math.add(prior, logDensities(this.events));
  }

  /** Builds the strangeness of rows, shaped {@code [n]}. */
  public Operand<TFloat32> strangeness() {
    Operand<TFloat32> suitable =
        tf.reshape(tf.math.sub(logSumExp(prior), logSumExp(logs)), tf.array(-1));
    return tf.math.add(suitable, tf.math.mul(unsuitable, ofUnsuitable));
  }

  /** Builds the parts of the modelled cells, shaped {@code [n]} each. */
  public List<Operand<TFloat32>> shares() {
    Operand<TFloat32> logProbs = tf.math.sub(logs, logSumExp(logs));
    Operand<TFloat32> probs = tf.math.exp(logProbs);
    Operand<TFloat32> before = tf.math.sub(prior, logSumExp(prior));
    Operand<TFloat32> combination =
        sum(tf.math.mul(probs, tf.math.sub(logProbs, before)), 0, kernels.count());
    Operand<TFloat32> squares = tf.math.mul(tf.math.square(events.at), times(probs, precisions));
    Operand<TFloat32> linear = tf.math.mul(events.at, times(probs, slopes));
    Operand<TFloat32> others = tf.math.mul(events.counts, times(probs, offsets));
    Operand<TFloat32> coordinates = tf.math.add(tf.math.sub(squares, linear), others);
    Operand<TFloat32> outcomes = tf.math.mul(events.outcomes, times(probs, ofOutcomes));
    List<Operand<TFloat32>> shares = new ArrayList<>();
    float each = 1f / layout.modelled().size();
    for (CellLayout.Cell cell : layout.modelled()) {
      Operand<TFloat32> own = sum(coordinates, cell.coordinate(), cell.form().coordinates());
      int count = cell.outcome() - cell.presence() + cell.form().outcomes();
      Operand<TFloat32> name = sum(outcomes, cell.presence(), count);
      Operand<TFloat32> odd = sum(events.unsuitable, shares.size(), 1);
      Operand<TFloat32> part =
          tf.math.add(tf.math.mul(combination, tf.constant(each)), tf.math.mul(odd, ofUnsuitable));
      shares.add(tf.math.add(part, tf.math.sub(own, name)));
    }
    return shares;
  }

  /** The log-densities of cells under each kernel, shaped {@code [n, kernels]}. */
  private Operand<TFloat32> logDensities(Cells cells) {
    Operand<TFloat32> squares = transposed(tf.math.square(cells.at), precisions);
    Operand<TFloat32> linear = transposed(cells.at, slopes);
    Operand<TFloat32> others = transposed(cells.counts, offsets);
    Operand<TFloat32> coordinates = tf.math.sub(tf.math.sub(linear, squares), others);
    Operand<TFloat32> names = transposed(cells.outcomes, ofOutcomes);
    return tf.math.add(coordinates, names);
  }

  private Cells cells(List<CellLayout.Cell> cells, Input input) {
    Operand<TFloat32> zero = tf.zerosLike(entry(input.rows, 0));
    List<Operand<TFloat32>> at = filled(zero, layout.coordinates());
    List<Operand<TFloat32>> counts = filled(zero, layout.coordinates());
    List<Operand<TFloat32>> outcomes = filled(zero, layout.outcomes());
    List<Operand<TFloat32>> unsuitable = new ArrayList<>();
    for (CellLayout.Cell cell : cells) {
      Operand<TFloat32> suits = column(input.suits.get(unsuitable.size()));
      unsuitable.add(complement(suits));
      Operand<TFloat32> isThere = cell.bit() < 0 ? suits : entry(input.rows, cell.bit());
      Operand<TFloat32> value = entry(input.rows, cell.value());
      List<Operand<TFloat32>> own = coordinates(cell.form(), value);
      for (int i = 0; i < own.size(); i++) {
        at.set(cell.coordinate() + i, tf.math.mul(own.get(i), isThere));
        counts.set(cell.coordinate() + i, isThere);
      }
      List<Operand<TFloat32>> names = outcomes(cell, value, isThere);
      for (int i = 0; i < names.size(); i++) {
        outcomes.set(cell.presence() + i, names.get(i));
      }
    }
    return new Cells(
        joined(at, zero), joined(counts, zero), joined(outcomes, zero), joined(unsuitable, zero));
  }

  private Operand<TFloat32> column(Operand<TBool> suits) {
    return tf.reshape(tf.dtypes.cast(suits, TFloat32.class), tf.array(-1, 1));
  }

  private Operand<TFloat32> complement(Operand<TFloat32> indicator) {
    return tf.math.sub(tf.onesLike(indicator), indicator);
  }

  /** One for the outcomes that a cell has, those of whether its value is there first. */
  private List<Operand<TFloat32>> outcomes(
      CellLayout.Cell cell, Operand<TFloat32> value, Operand<TFloat32> isThere) {
    List<Operand<TFloat32>> outcomes = new ArrayList<>();
    if (cell.bit() >= 0) {
      outcomes.add(complement(isThere));
      outcomes.add(isThere);
    }
    if (cell.form() instanceof CellForm.Named names) {
      for (int i = 0; i < names.outcomes(); i++) {
        outcomes.add(tf.math.mul(isOutcome(names, i, value), isThere));
      }
    }
    return outcomes;
  }

  private static List<Operand<TFloat32>> filled(Operand<TFloat32> zero, int count) {
    List<Operand<TFloat32>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(zero);
    }
    return entries;
  }

  private List<Operand<TFloat32>> coordinates(CellForm form, Operand<TFloat32> value) {
    if (form instanceof CellForm.Numeric number) {
      Operand<TFloat32> raw = number.isLog() ? tf.math.log(value) : value;
      CellForm.Scaling scaling = number.scaling();
      Operand<TFloat32> scaled =
          tf.math.div(
              tf.math.sub(raw, tf.constant(scaling.centre())), tf.constant(scaling.spread()));
      Operand<TFloat32> least = tf.constant(scaling.least());
      Operand<TFloat32> farthest = tf.constant((float) CellForm.FARTHEST);
      return List.of(tf.math.minimum(farthest, tf.math.maximum(least, scaled)));
    }
    if (form instanceof CellForm.Angle circle) {
      float turn = (float) (2 * Math.PI / circle.period());
      Operand<TFloat32> angle = tf.math.mul(value, tf.constant(turn));
      Operand<TFloat32> radius = tf.constant((float) CellForm.Angle.RADIUS);
      return List.of(
          tf.math.mul(radius, tf.math.sin(angle)), tf.math.mul(radius, tf.math.cos(angle)));
    }
    return List.of();
  }

  /** One where a name has an outcome; the rare names share the last one of those seen. */
  private Operand<TFloat32> isOutcome(CellForm.Named names, int outcome, Operand<TFloat32> value) {
    Operand<TFloat32> place = tf.math.rint(value);
    float first = outcome == names.count() ? names.names() : outcome;
    float last = outcome == names.count() - 1 ? names.names() - 1 : first;
    return tf.dtypes.cast(
        tf.math.logicalAnd(
            tf.math.greaterEqual(place, tf.constant(first)),
            tf.math.lessEqual(place, tf.constant(last))),
        TFloat32.class);
  }

  private Operand<TFloat32> entry(Operand<TFloat32> rows, int place) {
    return tf.slice(rows, tf.array(0, place), tf.array(-1, 1));
  }

  private Operand<TFloat32> joined(List<Operand<TFloat32>> entries, Operand<TFloat32> zero) {
    List<Operand<TFloat32>> all = new ArrayList<>(entries);
    all.add(tf.slice(zero, tf.array(0, 0), tf.array(-1, 0)));
    all.add(all.get(all.size() - 1));
    return tf.concat(all, tf.constant(1));
  }

  private Operand<TFloat32> sum(Operand<TFloat32> entries, int from, int count) {
    return tf.reduceSum(
        tf.slice(entries, tf.array(0, from), tf.array(-1, count)),
        tf.constant(1),
        ReduceSum.keepDims(false));
  }

  private Operand<TFloat32> logSumExp(Operand<TFloat32> each) {
    Operand<TFloat32> largest = tf.reduceMax(each, tf.constant(1), ReduceMax.keepDims(true));
    Operand<TFloat32> rest = tf.math.exp(tf.math.sub(each, largest));
    Operand<TFloat32> sum = tf.reduceSum(rest, tf.constant(1), ReduceSum.keepDims(true));
    return tf.math.add(largest, tf.math.log(sum));
  }

  private Operand<TFloat32> times(Operand<TFloat32> rows, Operand<TFloat32> matrix) {
    return tf.linalg.matMul(rows, matrix);
  }

  private Operand<TFloat32> transposed(Operand<TFloat32> rows, Operand<TFloat32> matrix) {
    return tf.linalg.matMul(rows, matrix, MatMul.transposeB(true));
  }

  private Operand<TFloat32> constant(float[] values, long rows, long columns) {
    return tf.constant(Shape.of(rows, columns), DataBuffers.of(values));
  }
}
