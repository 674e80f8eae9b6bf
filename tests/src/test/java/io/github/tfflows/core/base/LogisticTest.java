package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogisticTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return Logistic.trainable(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("location", "log_scale");
  }

  @Override
  public double[] box() {
    return new double[] {-50, 50};
  }

  @Override
  public double[] edges() {
    return new double[] {0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38};
  }

  /** By scipy.stats.logistic 1.17.1. */
  @Test
  void agreesWithAnotherImplementation() {
    Logistic two = Logistic.fixed(List.of(1.0, -2.0), List.of(0.5, 3.0));
    Densities.assertLogProb(-16.246301591001814, two, 0.3, 40.0);
    Densities.assertLogProb(-3.9217254677049542, two, 1.0, -7.5);
    Densities.assertLogProb(-243.07213177477482, two, -20, 600);
  }

  @Test
  void rejectsWhatIsNoLogistic() {
    List<Double> one = List.of(1.0);
    Expect.rejected("scale of entry 0 is 0.0", () -> Logistic.fixed(one, List.of(0.0)));
    Expect.rejected("location of entry 0 is Inf", () -> Logistic.fixed(List.of(1 / 0.0), one));
    Expect.rejected("got 1 and 2", () -> Logistic.fixed(one, List.of(1.0, 2.0)));
    Expect.rejected("[0]", () -> Logistic.trainable(0));
  }
}
