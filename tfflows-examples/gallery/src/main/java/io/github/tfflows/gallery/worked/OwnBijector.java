package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
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
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A bijector of one's own: a map with few parameters describes known structure of the data, here a
 * galaxy whose bar was wound up, and training finds the parameters.
 */
final class OwnBijector {
  private static final double TURN = 2;
  private static final double FADING = 0.5;

  /**
   * Turns points of the plane around the origin by the angle {@code turn·exp(-fading·r²/2)}. It
   * keeps each distance {@code r}, and with it every area: the log-determinant is zero. The inverse
   * turns by the opposite angle.
   */
  record Swirl() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(turned(x, angle(scope, x)));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(turned(y, angle(scope, y).negated()));
    }

    @Override
    public Shape forwardEventShape(Shape event) {
      if (!event.equals(Shape.of(2))) {
        throw new IllegalArgumentException("a swirl moves points of the plane, got " + event);
      }
      return event;
    }

    private static Expr angle(GraphScope scope, Expr x) {
      Expr turn = scope.parameter("turn", Shape.scalar(), 0);
      Expr fading = scope.parameter("fading", Shape.scalar(), 0.3);
      return x.square().sumEvent().times(fading).times(-0.5).exp().times(turn);
    }

    private static Expr turned(Expr x, Expr angle) {
      Expr a = x.entry(0);
      Expr b = x.entry(1);
      Expr first = angle.cos().times(a).minus(angle.sin().times(b));
      Expr second = angle.sin().times(a).plus(angle.cos().times(b));
      return x.scope().concat(-1, List.of(first.expand(-1), second.expand(-1)));
    }
  }

  static Findings run() {
    float[][] rows = stars(6000, 1);
    float[][] unseen = stars(6000, 2);
    TransformedDistribution flow =
        new TransformedDistribution(StandardNormal.of(2), Chain.of(new Affine(), new Swirl()));
    Training training =
        Training.defaults().withSteps(500).withLearningRate(LearningRate.cosine(0.03));
    try (CompiledDistribution model = training.fit(flow, rows)) {
      return new Findings(
          List.of(
              Finding.of("turn", parameter(model, "turn"), TURN),
              Finding.of("fading", parameter(model, "fading"), FADING),
              Finding.of(
                  "log-likelihood of unseen stars, nats",
                  Statistics.mean(model.logProb(unseen)),
                  Statistics.mean(Rowwise.each(unseen, OwnBijector::truth)))),
          picture(model, unseen));
    }
  }

  private static double parameter(CompiledDistribution model, String name) {
    return model.weights().get("bijector.1_swirl." + name).values()[0];
  }

  /** A long and narrow Gaussian, wound up. */
  private static float[][] stars(int count, long seed) {
    return Rowwise.drawn(
        count,
        seed,
        random -> turned(1.3 * random.nextGaussian(), 0.25 * random.nextGaussian(), 1));
  }

  private static float[] turned(double x, double y, int sign) {
    double angle = sign * TURN * Math.exp(-0.5 * FADING * (x * x + y * y));
    return new float[] {
      (float) (x * Math.cos(angle) - y * Math.sin(angle)),
      (float) (x * Math.sin(angle) + y * Math.cos(angle))
    };
  }

  private static double truth(float[] star) {
    float[] bar = turned(star[0], star[1], -1);
    double energy = Math.pow(bar[0] / 1.3, 2) + Math.pow(bar[1] / 0.25, 2);
    return -0.5 * energy - Math.log(2 * Math.PI * 1.3 * 0.25);
  }

  private static Picture picture(CompiledDistribution model, float[][] stars) {
    float[][] some = Arrays.copyOf(stars, 3000);
    float[][] unwound = model.inverse(some).value().toArrays();
    return Picture.row(
        Charts.scatter("Stars", 3, some, Charts.DATA),
        DensityMap.of("Flow", 3, model::logProb),
        Charts.scatter("Stars, mapped to the base", 3, unwound, Charts.LATENT));
  }

  private OwnBijector() {}
}
