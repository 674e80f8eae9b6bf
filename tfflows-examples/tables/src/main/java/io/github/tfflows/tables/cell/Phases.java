package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import java.util.List;

/**
 * A number in two parts: its phase within a period, such as the hour of a timestamp, and the rest,
 * which counts periods. The phase is an outcome with a probability, which networks read; the rest
 * has a density. With {@code turns} whole periods from the start, and a remainder {@code r} within
 * the phase,
 *
 * <pre>{@code
 * x    = start + turns·width·count + phase·width + r
 * rest = start + turns·width·count + r·count
 * log p(x) = log P(phase) + log p(rest | phase) + log count
 * }</pre>
 *
 * <p>so that rests fill the line without gaps.
 *
 * @param start the beginning of a period
 * @param width the length of a phase
 */
public record Phases(double start, double width, int count) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are fewer than two phases, or they have no length
   */
  public Phases {
    if (!(width > 0 && Double.isFinite(width) && Double.isFinite(start)) || count < 2) {
      throw new IllegalArgumentException(
          "expected at least two phases of a positive length, got %s of %s from %s on"
              .formatted(count, width, start));
    }
  }

  public CategoryCell outcomes() {
    return new CategoryCell(count);
  }

  private double period() {
    return width * count;
  }

  private double turns(double x) {
    return Math.floor((x - start) / period()) * period() + start;
  }

  public double rest(double x) {
    double within = x - turns(x);
    return turns(x) + (within - Math.floor(within / width) * width) * count;
  }

  private Expr turns(Expr x) {
    return x.minus(start).times(1 / period()).floor().stopGradient().times(period()).plus(start);
  }

  public Expr places(Expr x) {
    return x.minus(turns(x)).times(1 / width).floor().clip(0, count - 1).stopGradient();
  }

  public Expr rest(Expr x) {
    Expr turns = turns(x);
    return turns.plus(x.minus(turns).minus(places(x).times(width)).times(count));
  }

  public Expr number(Expr rest, Expr places) {
    Expr turns = turns(rest);
    Expr within = rest.minus(turns).times(1.0 / count).clip(0, width);
    return turns.plus(places.times(width)).plus(within);
  }

  /** Returns the logarithm of the ratio of the densities of numbers and rests. */
  public double logDet() {
    return Math.log(count);
  }

  /**
   * Builds the points of phases on a circle, for networks: fewer numbers than a one-hot encoding,
   * against overfitting.
   */
  public Expr features(Expr places) {
    Expr angle = places.times(2 * Math.PI / count);
    return places.scope().concat(1, List.of(angle.cos(), angle.sin()));
  }
}
