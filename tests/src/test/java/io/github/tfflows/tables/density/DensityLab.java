package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** A density with random parameters, in float64. */
final class DensityLab implements AutoCloseable {
  final Workbench bench = Workbench.float64();
  final TableDensity density;
  final GraphScope scope;
  private final Expr logProb;
  private final Expr fullConditionals;

  DensityLab(TableDensity density) {
    this.density = density;
    this.scope =
        density.contextSize() == 0
            ? bench.scope()
            : bench.scope(bench.input("context", Shape.of(-1, density.contextSize())));
    long size = density.eventShape().get(0);
    Expr x = bench.input("x", Shape.of(-1, size));
    this.logProb = density.logProb(scope, x);
    this.fullConditionals =
        density.fullConditionals().map(all -> all.logProbs().apply(scope, x)).orElse(logProb);
  }

  /** The parameters, and one context for all rows if the density has one. */
  Map<String, Values> feeds(int rows, double... context) {
    Map<String, Values> feeds =
        bench.parameters(
            (name, shape) -> Values.gaussian(shape, 0.3, new SplittableRandom(name.hashCode())));
    if (density.contextSize() > 0) {
      feeds.put("context", rows(List.of(context)).repeatRows(rows));
    }
    return feeds;
  }

  double[] logProb(List<double[]> rows, double... context) {
    Map<String, Values> feeds = feeds(rows.size(), context);
    feeds.put("x", rows(rows));
    return bench.fetch(logProb, feeds).entries();
  }

  /** Values of an entry, each with the width of its cell, or with one where it is counted. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Axis(double[] values, double[] widths) {
    static Axis counted(double... values) {
      return new Axis(values, DoubleStream.generate(() -> 1).limit(values.length).toArray());
    }

    /** Cells of equal width, by points near their middles, which are at no round number. */
    static Axis grid(double low, double high, int cells) {
      double width = (high - low) / cells;
      double[] widths = DoubleStream.generate(() -> width).limit(cells).toArray();
      return new Axis(
          IntStream.range(0, cells).mapToDouble(i -> low + width * (i + 0.51)).toArray(), widths);
    }

    Axis and(Axis other) {
      return new Axis(
          DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(other.values)).toArray(),
          DoubleStream.concat(DoubleStream.of(widths), DoubleStream.of(other.widths)).toArray());
    }
  }

  /** The probability of all rows that have a value of each axis. */
  double total(double[] context, Axis... axes) {
    List<double[]> rows = new ArrayList<>(List.of(new double[0]));
    List<Double> widths = new ArrayList<>(List.of(1.0));
    for (Axis axis : axes) {
      List<double[]> shorter = List.copyOf(rows);
      List<Double> narrower = List.copyOf(widths);
      rows.clear();
      widths.clear();
      for (int i = 0; i < shorter.size(); i++) {
        for (int k = 0; k < axis.values.length; k++) {
          double[] row = Arrays.copyOf(shorter.get(i), shorter.get(i).length + 1);
          row[row.length - 1] = axis.values[k];
          rows.add(row);
          widths.add(narrower.get(i) * axis.widths[k]);
        }
      }
    }
    double[] logProb = logProb(rows, context);
    return IntStream.range(0, logProb.length)
        .mapToDouble(i -> Math.exp(logProb[i]) * widths.get(i))
        .sum();
  }

  double[] fullConditionals(double[] row, double... context) {
    Map<String, Values> feeds = feeds(1, context);
    feeds.put("x", rows(List.of(row)));
    return bench.fetch(fullConditionals, feeds).entries();
  }

  /** Draws, whose log-probabilities are those of rows. */
  List<double[]> drawn(int count, long seed, double... context) {
    Sample sample = density.sample(scope, bench.noise(count, seed, 1));
    List<Values> drawn =
        bench.fetchAll(List.of(sample.value(), sample.logProb()), feeds(count, context));
    List<double[]> rows = IntStream.range(0, count).mapToObj(drawn.get(0)::row).toList();
    assertArrayEquals(logProb(rows, context), drawn.get(1).entries(), 1e-8);
    return rows;
  }

  /** An autoregressive flow of affine maps. */
  static TransformedDistribution flow(long numbers) {
    return new TransformedDistribution(
        StandardNormal.of(numbers),
        new MaskedAutoregressive(new Affine(), Made.of(8).withActivation(Activations.TANH)));
  }

  static Values rows(List<double[]> rows) {
    double[] all = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    return Values.of(Shape.of(rows.size(), rows.get(0).length), all);
  }

  /** The context of states, and of as many values. */
  static double[] context(List<State> states, double... values) {
    int columns = states.size();
    return IntStream.range(0, 2 * columns)
        .mapToDouble(i -> i < columns ? states.get(i).code() : values[i - columns])
        .toArray();
  }

  @Override
  public void close() {
    bench.close();
  }
}
