package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LaplaceTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return Laplace.trainable(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("location", "log_scale");
  }

  @Override
  public Coordinate coordinate() {
    return Coordinate.CUBE;
  }

  /** The kink must stay where the coordinate is flat, for midpoints to integrate it. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    return name.equals("location") ? 0 : 0.25 * random.nextGaussian();
  }

  @Override
  public double[] box() {
    return new double[] {-3.5, 3.5};
  }

  @Override
  public double[] edges() {
    return new double[] {0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38};
  }

  /** By scipy.stats.laplace 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Laplace two = Laplace.fixed(List.of(1.0, -2.0), List.of(0.5, 3.0));
    Densities.assertLogProb(-17.191759469228053, two, 0.3, 40.0);
    Densities.assertLogProb(-3.6250928025613884, two, 1.0, -7.5);
    Densities.assertLogProb(-244.4584261358947, two, -20, 600);
  }

  @Test
  void rejectsWhatIsNoLaplace() {
    List<Double> one = List.of(1.0);
    Expect.rejected("scale of entry 0 is 0.0", () -> Laplace.fixed(one, List.of(0.0)));
    Expect.rejected("location of entry 0 is Inf", () -> Laplace.fixed(List.of(1 / 0.0), one));
    Expect.rejected("got 1 and 2", () -> Laplace.fixed(one, List.of(1.0, 2.0)));
    Expect.rejected("[0]", () -> Laplace.trainable(0));
  }
}
