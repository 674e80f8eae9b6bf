package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauchyTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return Cauchy.trainable(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("location", "log_scale");
  }

  @Override
  public Coordinate coordinate() {
    return Coordinate.SINH;
  }

  @Override
  public double[] box() {
    return new double[] {-26, 26};
  }

  @Override
  public double[] edges() {
    return new double[] {0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38};
  }

  /** By scipy.stats.cauchy 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Cauchy two = Cauchy.fixed(List.of(1.0, -2.0), List.of(0.5, 3.0));
    Densities.assertLogProb(-9.063317876880923, two, 0.3, 40.0);
    Densities.assertLogProb(-4.167651746699162, two, 1.0, -7.5);
    Densities.assertLogProb(-40.121635783588836, two, -200.0, 1000000.0);
  }

  @Test
  void rejectsWhatIsNoCauchy() {
    List<Double> one = List.of(1.0);
    Expect.rejected("scale of entry 0 is 0.0", () -> Cauchy.fixed(one, List.of(0.0)));
    Expect.rejected("location of entry 0 is Inf", () -> Cauchy.fixed(List.of(1 / 0.0), one));
    Expect.rejected("got 1 and 2", () -> Cauchy.fixed(one, List.of(1.0, 2.0)));
    Expect.rejected("[0]", () -> Cauchy.trainable(0));
  }
}
