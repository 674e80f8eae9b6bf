package io.github.tfflows.tables.strangeness;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** {@link Strangeness} as ops of a graph. */
public final class StrangenessGraph {
  private final GraphScope scope;
  private final CellLayout layout;
  private final Expr precisions;
  private final Expr slopes;
  private final Expr offsets;
  private final Expr ofOutcomes;
  private final double ofUnsuitable;
  private final Cells events;
  private final Expr unsuitable;
  private final Expr prior;
  private final Expr logs;

  /**
   * Cells of rows.
   *
   * @param rows their events or conditions, shaped {@code [n, entries]}
   * @param suits where the value of each cell suits its column, or is missing in a column with
   *     gaps, shaped {@code [n]}
   */
  public record Input(Operand<TFloat32> rows, List<Operand<TBool>> suits) {
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
  private record Cells(Expr at, Expr counts, Expr outcomes, Expr unsuitable) {}

  StrangenessGraph(
      Ops tf,
      CellLayout layout,
      Kernels kernels,
      double unsuitable,
      Input events,
      Optional<Input> conditions) {
    this.scope = GraphScope.root(tf, ParameterSource.initial(tf, TFloat32.class, 0));
    int count = kernels.count();
    this.precisions = constant(kernels.precisions(), count, layout.coordinates());
    this.slopes = constant(kernels.slopes(), count, layout.coordinates());
    this.offsets = constant(kernels.offsets(), count, layout.coordinates());
    this.ofOutcomes = constant(kernels.logProbs(), count, layout.outcomes());
    this.ofUnsuitable = unsuitable;
    this.layout = layout;
    this.events = cells(layout.modelled(), events);
    Expr weights = constant(kernels.logWeights(), 1, count);
    Optional<Cells> given = conditions.map(input -> cells(layout.given(), input));
    this.prior = given.map(cells -> weights.plus(logDensities(cells))).orElse(weights);
    Expr ofEvents = this.events.unsuitable.sumLast();
    this.unsuitable =
        given.map(cells -> ofEvents.plus(cells.unsuitable.sumLast())).orElse(ofEvents);
    this.logs = prior.plus(logDensities(this.events));
  }

  /** Builds the strangeness of rows, shaped {@code [n]}. */
  public Operand<TFloat32> strangeness() {
    Expr suitable = prior.logSumExpLast().minus(logs.logSumExpLast());
    return single(suitable.plus(unsuitable.times(ofUnsuitable)));
  }

  /** Builds the parts of the modelled cells, shaped {@code [n]} each. */
  public List<Operand<TFloat32>> shares() {
    Expr logProbs = logs.logSoftmaxLast();
    Expr probs = logProbs.exp();
    Expr combination = probs.times(logProbs.minus(prior.logSoftmaxLast())).sumLast();
    Expr squares = events.at.square().times(probs.matMul(precisions));
    Expr linear = events.at.times(probs.matMul(slopes));
    Expr others = events.counts.times(probs.matMul(offsets));
    Expr coordinates = squares.minus(linear).plus(others);
    Expr outcomes = events.outcomes.times(probs.matMul(ofOutcomes));
    List<Operand<TFloat32>> shares = new ArrayList<>();
    double each = 1.0 / layout.modelled().size();
    for (CellLayout.Cell cell : layout.modelled()) {
      int count = cell.outcome() - cell.presence() + cell.form().outcomes();
      Expr own = coordinates.slice(1, cell.coordinate(), cell.form().coordinates()).sumLast();
      Expr name = outcomes.slice(1, cell.presence(), count).sumLast();
      Expr odd = events.unsuitable.entry(shares.size()).times(ofUnsuitable);
      shares.add(single(combination.times(each).plus(odd).plus(own.minus(name))));
    }
    return shares;
  }

  private static Operand<TFloat32> single(Expr x) {
    return x.asOutput().expect(TFloat32.class);
  }

  /** The log-densities of cells under each kernel, shaped {@code [n, kernels]}. */
  private Expr logDensities(Cells cells) {
    Expr squares = cells.at.square().matMul(precisions.transpose(1, 0));
    Expr linear = cells.at.matMul(slopes.transpose(1, 0));
    Expr others = cells.counts.matMul(offsets.transpose(1, 0));
    Expr names = cells.outcomes.matMul(ofOutcomes.transpose(1, 0));
    return linear.minus(squares).minus(others).plus(names);
  }

  private Cells cells(List<CellLayout.Cell> cells, Input input) {
    Expr rows = scope.expr(input.rows);
    Expr zero = rows.slice(1, 0, 1).zeros();
    List<Expr> at = new ArrayList<>(Collections.nCopies(layout.coordinates(), zero));
    List<Expr> counts = new ArrayList<>(at);
    List<Expr> outcomes = new ArrayList<>(Collections.nCopies(layout.outcomes(), zero));
    List<Expr> unsuitable = new ArrayList<>();
    for (CellLayout.Cell cell : cells) {
      Expr suits = column(input.suits.get(unsuitable.size()));
      unsuitable.add(suits.complement());
      Expr isThere = cell.bit() < 0 ? suits : rows.slice(1, cell.bit(), 1);
      Expr value = rows.slice(1, cell.value(), 1);
      List<Expr> own = coordinates(cell.form(), value);
      for (int i = 0; i < own.size(); i++) {
        at.set(cell.coordinate() + i, own.get(i).times(isThere));
        counts.set(cell.coordinate() + i, isThere);
      }
      List<Expr> names = outcomes(cell, value, isThere);
      for (int i = 0; i < names.size(); i++) {
        outcomes.set(cell.presence() + i, names.get(i));
      }
    }
    return new Cells(
        joined(at, zero), joined(counts, zero), joined(outcomes, zero), joined(unsuitable, zero));
  }

  private Expr column(Operand<TBool> suits) {
    return scope.expr(scope.tf().dtypes.cast(suits, scope.type())).expand(-1);
  }

  /**
   * One for each outcome that a cell has. The outcomes of a missing and of a present value come
   * first.
   */
  private static List<Expr> outcomes(CellLayout.Cell cell, Expr value, Expr isThere) {
    List<Expr> outcomes = new ArrayList<>();
    if (cell.bit() >= 0) {
      outcomes.add(isThere.complement());
      outcomes.add(isThere);
    }
    if (cell.form() instanceof CellForm.Named names) {
      for (int i = 0; i < names.outcomes(); i++) {
        outcomes.add(isOutcome(names, i, value).times(isThere));
      }
    }
    return outcomes;
  }

  private List<Expr> coordinates(CellForm form, Expr value) {
    if (form instanceof CellForm.Numeric number) {
      CellForm.Scaling scaling = number.scaling();
      Expr raw = number.isLog() ? value.log() : value;
      Expr scaled = raw.minus(scaling.centre()).over(scope.constant(scaling.spread()));
      return List.of(scaled.clip(scaling.least(), CellForm.FARTHEST));
    }
    if (form instanceof CellForm.Angle circle) {
      Expr angle = value.times(2 * Math.PI / circle.period());
      double radius = CellForm.Angle.RADIUS;
      return List.of(angle.sin().times(radius), angle.cos().times(radius));
    }
    return List.of();
  }

  /** One where a name has an outcome. Rare names share the last outcome of seen names. */
  private static Expr isOutcome(CellForm.Named names, int outcome, Expr value) {
    int first = outcome == names.count() ? names.names() : outcome;
    int last = outcome == names.count() - 1 ? names.names() - 1 : first;
    return value.atLeast(first - 0.5).and(value.less(last + 0.5)).indicator();
  }

  private Expr joined(List<Expr> entries, Expr zero) {
    return scope.concat(
        1, Stream.concat(entries.stream(), Stream.of(zero.slice(1, 0, 0))).toList());
  }

  private Expr constant(float[] values, long rows, long columns) {
    return scope.expr(scope.tf().constant(Shape.of(rows, columns), DataBuffers.of(values)));
  }
}
