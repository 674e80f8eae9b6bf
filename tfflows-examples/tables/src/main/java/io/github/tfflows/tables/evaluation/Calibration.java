package io.github.tfflows.tables.evaluation;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Transformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Tests of whether a flow maps new rows to its base, a standard normal (the probability integral
 * transform: Rosenblatt, 1952, doi:10.1214/aoms/1177729394). One test is for each coordinate, and
 * one for the squared distance from the origin.
 *
 * @param coordinates the test of {@code Φ(zᵢ)} for each coordinate {@code i}, counted from one
 * @param radius the test of {@code F(|z|²)}, where {@code F} is the distribution function of χ²
 *     with {@code d} degrees of freedom
 */
public record Calibration(List<Uniformity> coordinates, Uniformity radius) {
  private static final double TOLERANCE = 0.01;
  private static final double MOST = 0.95;

  public Calibration {
    coordinates = List.copyOf(coordinates);
  }

  /** Tests points of the base. */
  public static Calibration of(Rows latent) {
    List<Uniformity> coordinates = new ArrayList<>();
    for (int i = 0; i < latent.size(); i++) {
      coordinates.add(Uniformity.of("z" + (i + 1), transformed(latent, i)));
    }
    return new Calibration(coordinates, Uniformity.of("|z|²", transformedRadius(latent)));
  }

  /**
   * Returns the p-value of the coordinate farthest from normal, with Bonferroni's correction for
   * the number of coordinates.
   */
  public double coordinatesPValue() {
    double least = coordinates.stream().mapToDouble(Uniformity::pValue).min().orElse(1);
    return Math.min(1, coordinates.size() * least);
  }

  /** Returns the coordinate farthest from normal. */
  public Uniformity worst() {
    Uniformity worst = coordinates.get(0);
    for (Uniformity one : coordinates) {
      worst = one.distance() > worst.distance() ? one : worst;
    }
    return worst;
  }

  /** {@code Φ} of a coordinate of each row, which is uniform if the coordinate is normal. */
  public static double[] transformed(Rows latent, int coordinate) {
    return IntStream.range(0, latent.count())
        .mapToDouble(row -> ChiSquared.normal(latent.values()[row * latent.size() + coordinate]))
        .toArray();
  }

  /** {@code F(|z|²)} of each row. */
  static double[] transformedRadius(Rows latent) {
    return DoubleStream.of(squaredRadius(latent))
        .map(square -> ChiSquared.cdf(square, latent.size()))
        .toArray();
  }

  /** {@code |z|²} of each row. */
  public static double[] squaredRadius(Rows latent) {
    double[] squares = new double[latent.count()];
    for (int i = 0; i < latent.values().length; i++) {
      double z = latent.values()[i];
      squares[i / latent.size()] += z * z;
    }
    return squares;
  }

  /**
   * Returns the latent rows, if the model is a flow from a standard normal. The base of a loaded
   * model is recognized by its log-densities, {@code log p(x) - log |det|}.
   */
  public static Optional<Rows> latent(CompiledDistribution model, Data rows, float[] logProb) {
    Transformed z;
    try {
      z = model.given(rows.context()).inverse(rows.x());
    } catch (UnsupportedOperationException noFlow) {
      return Optional.empty();
    }
    double[] squares = squaredRadius(z.value());
    double constant = -0.5 * z.value().size() * Math.log(2 * Math.PI);
    int agreeing = 0;
    for (int i = 0; i < squares.length; i++) {
      double normal = constant - 0.5 * squares[i];
      double base = (double) logProb[i] - z.logDet()[i];
      agreeing += Math.abs(base - normal) <= TOLERANCE * (1 + Math.abs(normal)) ? 1 : 0;
    }
    return agreeing >= MOST * squares.length ? Optional.of(z.value()) : Optional.empty();
  }
}
