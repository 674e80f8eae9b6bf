package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Affine;
import io.github.tfflows.bijectors.Elementwise;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.LearningRate;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.StandardNormal;
import io.github.tfflows.core.Training;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.DensityMap;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.family.TFloating;

/**
 * A bijector of one's own: what is known of the data goes into a map with few parameters, here of a
 * galaxy whose bar was wound up, and training finds them.
 */
final class OwnBijector {
  private static final double TURN = 2;
  private static final double FADING = 0.5;

  /**
   * Turns points of the plane around the origin by the angle {@code turn·exp(-fading·r²/2)}. It
   * keeps each distance {@code r}, and with it every area: the log-determinant is zero. The inverse
   * turns by as much the other way.
   */
  record Swirl() implements Bijector {
    @Override
    public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
      return new Mapped<>(turned(scope, x, 1), scope.zeroLogDet(x));
    }

    @Override
    public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
      return new Mapped<>(turned(scope, y, -1), scope.zeroLogDet(y));
    }

    @Override
    public Shape eventShape(Shape event) {
      if (!event.equals(Shape.of(2))) {
        throw new IllegalArgumentException("a swirl moves points of the plane, got " + event);
      }
      return event;
    }

    private <T extends TFloating> Operand<T> turned(GraphScope<T> scope, Operand<T> x, int sign) {
      Expr<T> turn = scope.expr(scope.parameter("turn", Shape.scalar(), 0));
      Expr<T> fading = scope.expr(scope.parameter("fading", Shape.scalar(), 0.3));
      Expr<T> squaredRadius = scope.expr(scope.sumEvent(scope.tf().math.square(x)));
      Expr<T> angle = squaredRadius.times(fading).times(-0.5).exp().times(turn).times(sign);
      Expr<T> cos = scope.expr(scope.tf().math.cos(angle));
      Expr<T> sin = scope.expr(scope.tf().math.sin(angle));
      List<Output<T>> at = scope.tf().unstack(x, 2L, Unstack.axis(1L)).output();
      return scope
          .tf()
          .stack(
              List.of(
                  cos.times(at.get(0)).minus(sin.times(at.get(1))),
                  sin.times(at.get(0)).plus(cos.times(at.get(1)))),
              Stack.axis(1L));
    }
  }

  static Findings run() {
    float[][] rows = stars(6000, 1);
    float[][] unseen = stars(6000, 2);
    TransformedDistribution flow =
        new TransformedDistribution(
            StandardNormal.of(2), Chain.of(new Elementwise(new Affine()), new Swirl()));
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
                  Statistics.mean(truth(unseen)))),
          picture(model, unseen));
    }
  }

  private static double parameter(CompiledDistribution model, String name) {
    return model.weights().get("bijector.1_swirl." + name).values()[0];
  }

  /** A long and narrow Gaussian, wound up. */
  private static float[][] stars(int count, long seed) {
    Random random = new Random(seed);
    float[][] stars = new float[count][];
    for (int i = 0; i < count; i++) {
      stars[i] = turned(1.3 * random.nextGaussian(), 0.25 * random.nextGaussian(), 1);
    }
    return stars;
  }

  private static float[] turned(double x, double y, int sign) {
    double angle = sign * TURN * Math.exp(-0.5 * FADING * (x * x + y * y));
    return new float[] {
      (float) (x * Math.cos(angle) - y * Math.sin(angle)),
      (float) (x * Math.sin(angle) + y * Math.cos(angle))
    };
  }

  private static float[] truth(float[][] stars) {
    float[] logProb = new float[stars.length];
    for (int i = 0; i < stars.length; i++) {
      float[] bar = turned(stars[i][0], stars[i][1], -1);
      double energy = Math.pow(bar[0] / 1.3, 2) + Math.pow(bar[1] / 0.25, 2);
      logProb[i] = (float) (-0.5 * energy - Math.log(2 * Math.PI * 1.3 * 0.25));
    }
    return logProb;
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
