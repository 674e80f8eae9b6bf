package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.PeriodicFeatures;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.List;
import java.util.Random;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * Two angles, a point on a torus (Rezende et al., 2020, arXiv:2002.02428): circular splines and
 * rotations of a uniform base, so that the density has no seam at {@code ±π}. The data come from a
 * bivariate von Mises distribution (Singh et al., 2002), whose mode lies on the seam.
 */
final class Torus {
  private static final double CONCENTRATION = 2;
  private static final double DEPENDENCE = 1.2;

  /** Adds a learned angle to each angle, and keeps the sum within {@code [-π, π]}. */
  record Rotation() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(wrapped(x.plus(angles(scope, x))));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(wrapped(y.minus(angles(scope, y))));
    }

    private static Expr angles(GraphScope scope, Expr x) {
      return scope.parameter("angles", Shape.of(x.size(-1)), new Zeros<>());
    }

    private static Expr wrapped(Expr angle) {
      Expr turns = angle.plus(Math.PI).times(0.5 / Math.PI).floor().stopGradient();
      return angle.minus(turns.times(2 * Math.PI)).clip(-Math.PI, Math.PI);
    }
  }

  static Findings run() {
    float[][] rows = angles(10_000, 1);
    float[][] unseen = angles(6000, 2);
    Bijector coupling =
        new Coupling(
            new CircularRationalQuadratic(8, Math.PI),
            new PeriodicFeatures(Mlp.of(32, 32).withActivation(Activations.TANH), Math.PI));
    Bijector other = Permutation.reverse(2);
    TransformedDistribution flow =
        new TransformedDistribution(
            Uniform.cube(2, -Math.PI, Math.PI),
            Chain.of(
                coupling,
                new Rotation(),
                other,
                coupling,
                new Rotation(),
                other,
                coupling,
                new Rotation()));
    try (CompiledDistribution model =
        Training.defaults()
            .withSteps(500)
            .withLearningRate(LearningRate.cosine(5e-3))
            .fit(flow, rows)) {
      double logIntegral = logIntegral();
      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood of unseen angles, nats",
                  Statistics.mean(model.logProb(unseen)),
                  Statistics.mean(truth(unseen, logIntegral))),
              Finding.of("largest step of the log-density at the seam, nats", seam(model), 0),
              Finding.of(
                  "mean cosine of the difference of draws",
                  meanCosine(model.sample(20_000, 3)),
                  meanCosine(angles(200_000, 4)))),
          picture(model, logIntegral));
    }
  }

  /** Draws angles by rejection. */
  private static float[][] angles(int count, long seed) {
    Random random = new Random(seed);
    float[][] angles = new float[count][];
    int accepted = 0;
    while (accepted < count) {
      double a = Math.PI * (2 * random.nextDouble() - 1);
      double b = Math.PI * (2 * random.nextDouble() - 1);
      if (Math.log(random.nextDouble()) < logDensity(a, b) - 2 * CONCENTRATION - DEPENDENCE) {
        angles[accepted++] = new float[] {(float) a, (float) b};
      }
    }
    return angles;
  }

  private static double logDensity(double a, double b) {
    return -CONCENTRATION * (Math.cos(a) + Math.cos(b)) + DEPENDENCE * Math.sin(a) * Math.sin(b);
  }

  /** The integral by the midpoint rule, exact to rounding for smooth periodic functions. */
  private static double logIntegral() {
    int cells = 200;
    double width = 2 * Math.PI / cells;
    double sum = 0;
    for (int i = 0; i < cells * cells; i++) {
      sum += Math.exp(logDensity(i % cells * width, Math.floorDiv(i, cells) * width));
    }
    return Math.log(sum * width * width);
  }

  private static float[] truth(float[][] angles, double logIntegral) {
    return Rowwise.each(angles, at -> logDensity(at[0], at[1]) - logIntegral);
  }

  /** Compares both sides of the seam of the first angle, all along the second. */
  private static double seam(CompiledDistribution model) {
    int count = 200;
    float[][] left = new float[count][];
    float[][] right = new float[count][];
    for (int i = 0; i < count; i++) {
      float along = (float) (Math.PI * (2.0 * i / count - 1));
      left[i] = new float[] {(float) -Math.PI + 1e-6f, along};
      right[i] = new float[] {(float) Math.PI - 1e-6f, along};
    }
    float[] atLeft = model.logProb(left);
    float[] atRight = model.logProb(right);
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(atLeft[i] - atRight[i]));
    }
    return largest;
  }

  private static double meanCosine(float[][] angles) {
    double sum = 0;
    for (float[] row : angles) {
      sum += Math.cos(row[0] - row[1]) / angles.length;
    }
    return sum;
  }

  private static Picture picture(CompiledDistribution model, double logIntegral) {
    return Picture.row(
        DensityMap.of("Truth; opposite edges are the same", Math.PI, at -> truth(at, logIntegral)),
        DensityMap.of("Flow", Math.PI, model::logProb),
        Charts.scatter("Draws of the flow", Math.PI, model.sample(2000, 5), Charts.DRAWS));
  }

  private Torus() {}
}
