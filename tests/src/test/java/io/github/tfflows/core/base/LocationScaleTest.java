package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Families of a location and a scale. */
@ParameterizedClass
@EnumSource
public record LocationScaleTest(Family family) implements DistributionContract {
  private static final List<Double> ONE = List.of(1.0);

  /** The log-densities at three points are those of scipy.stats 1.17.1. */
  @SuppressWarnings("ImmutableEnumChecker") // functions and numbers that nobody changes
  public enum Family {
    CAUCHY(
        Cauchy::trainable,
        Cauchy::fixed,
        Coordinate.SINH,
        26,
        new double[][] {
          {0.3, 40, -9.063317876880923},
          {1, -7.5, -4.167651746699162},
          {-200, 1000000, -40.121635783588836}
        }),
    LAPLACE(
        Laplace::trainable,
        Laplace::fixed,
        Coordinate.CUBE,
        3.5,
        new double[][] {
          {0.3, 40, -17.191759469228053},
          {1, -7.5, -3.6250928025613884},
          {-20, 600, -244.4584261358947}
        }),
    LOGISTIC(
        Logistic::trainable,
        Logistic::fixed,
        Coordinate.LINE,
        50,
        new double[][] {
          {0.3, 40, -16.246301591001814},
          {1, -7.5, -3.9217254677049542},
          {-20, 600, -243.07213177477482}
        });

    private final IntFunction<Distribution> trainable;
    private final BiFunction<List<Double>, List<Double>, Distribution> fixed;
    private final Coordinate coordinate;
    private final double reach;
    private final double[][] logDensities;

    Family(
        IntFunction<Distribution> trainable,
        BiFunction<List<Double>, List<Double>, Distribution> fixed,
        Coordinate coordinate,
        double reach,
        double[][] logDensities) {
      this.trainable = trainable;
      this.fixed = fixed;
      this.coordinate = coordinate;
      this.reach = reach;
      this.logDensities = logDensities;
    }
  }

  @Override
  public Distribution distribution(int d) {
    return family.trainable.apply(d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("location", "log_scale");
  }

  /** The kink of Laplace must stay where the coordinate is flat, for midpoints to integrate it. */
  @Override
  public double parameter(String name, RandomGenerator random) {
    boolean isKink = family == Family.LAPLACE && name.equals("location");
    return isKink ? 0 : 0.25 * random.nextGaussian();
  }

  @Override
  public Coordinate coordinate() {
    return family.coordinate;
  }

  @Override
  public double[] box() {
    return new double[] {-family.reach, family.reach};
  }

  @Override
  public double[] edges() {
    return new double[] {0, -0.0, 10, -10, 1e4, -1e4, 1e20, -1e38};
  }

  @Test
  void agreesWithAnotherImplementation() {
    Distribution two = family.fixed.apply(List.of(1.0, -2.0), List.of(0.5, 3.0));
    for (double[] at : family.logDensities) {
      Densities.assertLogProb(at[2], two, at[0], at[1]);
    }
  }

  @Test
  void rejectsWhatIsNoSuchDistribution() {
    Expect.rejected("scale of entry 0 is 0.0", () -> family.fixed.apply(ONE, List.of(0.0)));
    Expect.rejected("location of entry 0 is Inf", () -> family.fixed.apply(List.of(1 / 0.0), ONE));
    Expect.rejected("got 1 and 2", () -> family.fixed.apply(ONE, List.of(1.0, 2.0)));
    Expect.rejected("[0]", () -> family.trainable.apply(0));
  }
}
