package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** Log-densities by other implementations or formulas, and numbers that no distribution has. */
class KnownDensitiesTest {
  private static final double OUTSIDE = Double.NEGATIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final List<Double> ONE = List.of(1.0);
  private static final List<Double> ZERO = List.of(0.0);
  private static final List<Double> NONE = List.of();

  private static final List<Double> LOCATIONS = List.of(1.0, -2.0);
  private static final List<Double> SCALES = List.of(0.5, 3.0);
  private static final Cauchy CAUCHY = Cauchy.fixed(LOCATIONS, SCALES);
  private static final Laplace LAPLACE = Laplace.fixed(LOCATIONS, SCALES);
  private static final Logistic LOGISTIC = Logistic.fixed(LOCATIONS, SCALES);
  private static final Gamma GAMMA = Gamma.fixed(List.of(0.3, 25.0), SCALES);
  private static final VonMises VON_MISES = VonMises.fixed(LOCATIONS, List.of(2.5, 0.01));
  private static final TruncatedNormal TRUNCATED = truncated(0, 1, -1, 2);
  private static final Uniform UNIFORM = new Uniform(List.of(0.0, 1.0), List.of(0.5, 5.0));
  private static final StudentT STUDENT_T = StudentT.fixed(List.of(2.5, 4.0), LOCATIONS, SCALES);

  private static final List<Distribution> LINE = List.of(StandardNormal.of(1));
  private static final double LOG_2_PI = Math.log(2 * Math.PI);
  private static final List<List<Double>> COVARIANCE =
      List.of(List.of(2.0, 0.6, -0.3), List.of(0.6, 1.0, 0.2), List.of(-0.3, 0.2, 0.5));
  private static final DiagonalNormal DIAGONAL = DiagonalNormal.fixed(LOCATIONS, List.of(0.5, 4.0));
  private static final DiagonalNormal NORMAL = DiagonalNormal.fixed(List.of(0.3), List.of(1.7));
  private static final FullNormal FULL = FullNormal.fixed(List.of(1.0, -2.0, 0.5), COVARIANCE);
  private static final Joint JOINT =
      Joint.of(
          Exponential.fixed(List.of(2.0)), StandardNormal.of(2), Laplace.fixed(ONE, List.of(0.5)));
  private static final Quantized BOUNDED =
      new Quantized(DiagonalNormal.fixed(List.of(1.2), List.of(2.5)), -2, 4);
  private static final Quantized QUANTIZED_LOGISTIC =
      Quantized.of(Logistic.fixed(List.of(1.2), List.of(0.7)));

  /** Directions of three, four and five dimensions. */
  private static final List<Double> MU = List.of(2.0, -1.0, 2.0);

  private static final List<Double> FOUR = List.of(1.0, 2.0, 0.0, 0.0);
  private static final List<Double> FIVE = List.of(1.0, 1.0, -1.0, 1.0, 0.0);

  private static Quantized quantized(double mean, double scale) {
    return Quantized.of(DiagonalNormal.fixed(List.of(mean), List.of(scale)));
  }

  private static TruncatedNormal truncated(double location, double scale, double low, double high) {
    return TruncatedNormal.fixed(
        List.of(location), List.of(scale), new Uniform(List.of(low), List.of(high)));
  }

  private static Arguments known(double logProb, Distribution distribution, double... x) {
    return arguments(logProb, distribution, x);
  }

  /** By scipy.stats 1.17.1 where nothing else is said. */
  static final List<Arguments> KNOWN =
      List.of(
          known(-9.063317876880923, CAUCHY, 0.3, 40),
          known(-4.167651746699162, CAUCHY, 1, -7.5),
          known(-40.121635783588836, CAUCHY, -200, 1000000),
          known(-17.191759469228053, LAPLACE, 0.3, 40),
          known(-3.6250928025613884, LAPLACE, 1, -7.5),
          known(-244.4584261358947, LAPLACE, -20, 600),
          known(-16.246301591001814, LOGISTIC, 0.3, 40),
          known(-3.9217254677049542, LOGISTIC, 1, -7.5),
          known(-243.07213177477482, LOGISTIC, -20, 600),
          known(-119.94453489189183, Exponential.fixed(SCALES), 0.7, 40),
          known(OUTSIDE, Exponential.trainable(2), 1, -1e-300),
          known(-2, Exponential.trainable(2), 1, 1),
          known(-60.19038497090405, GAMMA, 0.7, 40),
          known(-311.84113376866327, GAMMA, 1e-30, 1e-6),
          known(OUTSIDE, Gamma.trainable(2), 1, -1e-300),
          known(-2, Gamma.trainable(2), 1, 1),
          known(-113.55576836300416, Beta.fixed(List.of(0.3, 25.0), List.of(4.0, 0.5)), 0.7, 0.01),
          known(
              38.2972246264873,
              Beta.fixed(List.of(0.3, 2.5), List.of(4.0, 0.5)),
              1e-20,
              1 - 0x1p-20),
          known(OUTSIDE, Beta.trainable(1), -1e-300),
          known(0, Beta.trainable(1), 0),
          known(0, Beta.trainable(1), 1),
          known(OUTSIDE, Beta.trainable(1), Math.nextUp(1.0)),
          // The maximum of n uniform numbers has the density n·x^(n - 1).
          known(Math.log(7 * Math.pow(0.9, 6)), Beta.orderStatistic(7, 7), 0.9),
          known(Math.log(7 * Math.pow(0.9, 6)), Beta.orderStatistic(1, 7), 0.1),
          known(Math.log(6 * 0.3 * 0.7), Beta.orderStatistic(2, 3), 0.3),
          // By mpmath with 40 digits; scipy agrees with the first to 1e-15.
          known(-1.3069037270392228, truncated(0.5, 2, -1, 4), 0.3),
          known(-6.4336359815474635, truncated(0, 0.5, 10, 11), 10.25),
          known(-11.72269457687142, truncated(0, 1, -31, -30), -30.5),
          known(OUTSIDE, TRUNCATED, -1.001),
          known(-1.21877223888021, TRUNCATED, -1),
          known(-2.7187722388802102, TRUNCATED, 2),
          known(OUTSIDE, TRUNCATED, 2.001),
          known(-Math.log(2), UNIFORM, 0.2, 2),
          known(OUTSIDE, UNIFORM, 0.6, 2),
          known(OUTSIDE, UNIFORM, 0.2, 0.9),
          known(-2.472873557985774, VON_MISES, 0.7, -3),
          known(-2.472873557985774, VON_MISES, 0.7 + 2 * Math.PI, -3 - 4 * Math.PI),
          known(3.1862233188111317, VonMises.fixed(ZERO, List.of(1e4)), 0.01),
          known(-13.195993027926885, STUDENT_T, 0.3, 40),
          // For many degrees of freedom and far out by mpmath with 40 digits.
          known(-2.0439386425803057, StudentT.trainable(1, 1e6), 1.5),
          known(-275.11387543157275, StudentT.trainable(1, 3), 1e30),
          known(-1.0618698003642517, StudentT.trainable(1, 20), 0.5),
          // By formulas.
          known(-4 - Math.log(2) - LOG_2_PI, DIAGONAL, 2, 6),
          known(-2 * (1 + LOG_2_PI), new StandardNormal(Shape.of(2, 1, 2)), 1, 1, 1, 1),
          known(Math.log(2) - 1.4 - 8.045 - LOG_2_PI - 5, JOINT, 0.7, -0.3, 4, -1.5),
          // By scipy.stats.multivariate_normal.
          known(-8.996565724908985, FULL, 0, 0, 0),
          known(-55.61421278373257, FULL, 10, -3, 2),
          known(
              -55.61421278373257,
              new FullNormal(FULL.mean(), COVARIANCE, Trainability.TRAINABLE),
              10,
              -3,
              2),
          // By the logpdf, logcdf and logsf of scipy's norm(0.3, 1.7).
          known(-0.7720935585074068, new OrderStatistic(3, 7, NORMAL), -0.6),
          known(-5529.4106994534095, new OrderStatistic(1, 20, NORMAL), 40),
          known(-5695.78464969553, new OrderStatistic(20, 20, NORMAL), -40),
          known(1.762555592584165, new OrderStatistic(500, 1000, NORMAL), 0.31),
          known(Densities.at(NORMAL, 1.2).at(0), new OrderStatistic(1, 1, NORMAL), 1.2),
          known(
              Densities.at(Beta.orderStatistic(2, 6), 0.2).at(0),
              new OrderStatistic(2, 6, Uniform.cube(1, 0, 1)),
              0.2),
          // By TensorFlow Probability 0.25.0, of a Normal that is moved by half a unit.
          known(-1.1957660560590333, quantized(1.2, 0.7), 2),
          known(-1.9656051989043435, BOUNDED, -2),
          known(-1.9555508173851002, BOUNDED, 0),
          known(-1.721563595797714, BOUNDED, 4),
          known(OUTSIDE, BOUNDED, -3),
          known(OUTSIDE, BOUNDED, 5),
          // By mpmath with 40 digits: far out in either tail, and in narrow cells.
          known(-3473.5964617241075, quantized(1.2, 0.7), 60),
          known(-3765.0653635903222, quantized(1.2, 0.7), -60),
          known(-12.431868498179067, quantized(0, 1e5), 300),
          known(-11.644840938059257, quantized(0, 2e3), -5000),
          known(-4.906713927148443e-198, quantized(0.2, 1e-2), 0),
          known(-26456.357036744826, quantized(0.2, 1e-2), 3),
          known(-1.3492641613262577, QUANTIZED_LOGISTIC, 2),
          known(-86.98826350279374, QUANTIZED_LOGISTIC, -60),
          known(
              -10.596859724867272,
              Quantized.of(Logistic.fixed(List.of(0.0, 0.0), List.of(1e4, 1e-2))),
              300,
              0),
          // By tensorflow_probability 0.25.0 in double precision; without concentration uniform.
          known(-1.3630151576631262, PowerSpherical.fixed(MU, 2.5), 0.6, 0, 0.8),
          known(-2.8877552959842276, PowerSpherical.fixed(List.of(3.0, -4.0), 0.7), 0, 1),
          known(2.436821240038352, PowerSpherical.fixed(FIVE, 40), 0.5, 0.5, -0.5, 0.5, 0),
          known(-1115.5334108267025, PowerSpherical.fixed(FOUR, 1e4), 0.48, 0.64, 0.6, 0),
          known(-Math.log(4 * Math.PI), PowerSpherical.fixed(MU, 1e-14), 0, 1, 0),
          // By scipy.stats.vonmises_fisher; near the direction by the formula in numpy.
          known(-1.0814922517523704, VonMisesFisher.fixed(MU, 2.5), 0.6, 0, 0.8),
          known(-4.248158918419037, VonMisesFisher.fixed(MU, 2.5), 0, 1, 0),
          known(
              11.797633475354926,
              new VonMisesFisher(Directional.lastAxis(3), 1e6, Trainability.FIXED),
              6e-4,
              0,
              0.99999982),
          // By mpmath with 40 digits.
          known(-2.516817670319947, VonMisesFisher.fixed(List.of(3.0, -4.0), 0.7), 0, 1),
          known(3.7273225833934713, VonMisesFisher.fixed(FIVE, 40), 0.5, 0.5, -0.5, 0.5, 0),
          known(-2117.9819867405145, VonMisesFisher.fixed(FOUR, 1e4), 0.48, 0.64, 0.6, 0),
          known(
              86.39168728868462,
              new VonMisesFisher(Directional.lastAxis(100), 7, Trainability.FIXED),
              DoubleStream.concat(DoubleStream.of(1), DoubleStream.generate(() -> 0).limit(99))
                  .toArray()),
          known(-Math.log(4 * Math.PI), VonMisesFisher.fixed(MU, 1e-14), 0, 1, 0));

  @ParameterizedTest(name = "{1}")
  @FieldSource("KNOWN")
  void isKnown(double logProb, Distribution distribution, double... x) {
    if (logProb == OUTSIDE) {
      assertEquals(OUTSIDE, Densities.at(distribution, x).at(0));
    } else {
      Densities.assertLogProb(logProb, distribution, x);
    }
  }

  /** The sum of two, by mpmath. */
  @Test
  void fewDegreesOfFreedomAreKnown() {
    double far = Densities.at(StudentT.trainable(1, 0.7), 1e8).at(0);
    double near = Densities.at(StudentT.trainable(1, 0.01), -0.2).at(0);
    assertEquals(-36.65573361464345, far + near, 1e-11);
  }

  private static void atAbsentEntries(Distribution distribution) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", distribution.eventShape().prepend(-1));
      Expr unused = distribution.logProb(bench.scope().withPresence(x), x);
    }
  }

  private static Arguments rejected(String message, Executable made) {
    return arguments(message, made);
  }

  static final List<Arguments> REJECTED =
      List.of(
          rejected("scale of entry 0 is 0.0", () -> Cauchy.fixed(ONE, ZERO)),
          rejected("location of entry 0 is Inf", () -> Cauchy.fixed(List.of(1 / 0.0), ONE)),
          rejected("got 1 and 2", () -> Cauchy.fixed(ONE, SCALES)),
          rejected("[0]", () -> Cauchy.trainable(0)),
          rejected("scale of entry 0 is 0.0", () -> Laplace.fixed(ONE, ZERO)),
          rejected("location of entry 0 is Inf", () -> Laplace.fixed(List.of(1 / 0.0), ONE)),
          rejected("got 1 and 2", () -> Laplace.fixed(ONE, SCALES)),
          rejected("[0]", () -> Laplace.trainable(0)),
          rejected(
              "scale holds 1.0E-60; expected numbers from 9.86076",
              () -> CompiledDistribution.compile(Laplace.fixed(ONE, List.of(1e-60)), 0)),
          rejected("scale of entry 0 is 0.0", () -> Logistic.fixed(ONE, ZERO)),
          rejected("location of entry 0 is Inf", () -> Logistic.fixed(List.of(1 / 0.0), ONE)),
          rejected("got 1 and 2", () -> Logistic.fixed(ONE, SCALES)),
          rejected("[0]", () -> Logistic.trainable(0)),
          rejected("rate of entry 1 is 0.0", () -> Exponential.fixed(List.of(1.0, 0.0))),
          rejected("no entries", () -> Exponential.fixed(NONE)),
          rejected("[0]", () -> Exponential.trainable(0)),
          rejected("rate of entry 0 is 0.0", () -> Gamma.fixed(ONE, ZERO)),
          rejected("concentration of entry 0 is NaN", () -> Gamma.fixed(List.of(NAN), ONE)),
          rejected("got 1 and 2", () -> Gamma.fixed(ONE, SCALES)),
          rejected("[0]", () -> Gamma.trainable(0)),
          rejected("a of entry 0 is 0.0", () -> Beta.fixed(ZERO, ONE)),
          rejected("b of entry 0 is NaN", () -> Beta.fixed(ONE, List.of(NAN))),
          rejected("got 2 and 1", () -> Beta.fixed(SCALES, ONE)),
          rejected("[0]", () -> Beta.trainable(0)),
          rejected("place 4 of 3", () -> Beta.orderStatistic(4, 3)),
          rejected("place 0 of 3", () -> Beta.orderStatistic(0, 3)),
          rejected(
              "scale of entry 0 is 0",
              () -> TruncatedNormal.fixed(ONE, ZERO, Uniform.cube(1, 0, 1))),
          rejected("NaN", () -> TruncatedNormal.fixed(List.of(NAN), ONE, Uniform.cube(1, 0, 1))),
          rejected("got 1 and 2", () -> TruncatedNormal.fixed(ONE, ONE, Uniform.cube(2, 0, 1))),
          rejected("from 2.0 to 2.0", () -> Uniform.cube(2, 2, 2)),
          rejected("NaN", () -> Uniform.cube(1, NAN, 2)),
          rejected("Infinity", () -> Uniform.cube(1, 0, Double.POSITIVE_INFINITY)),
          rejected("got 1 and 2", () -> new Uniform(ZERO, SCALES)),
          rejected("[0]", () -> Uniform.cube(0, 0, 1)),
          rejected("concentration of entry 0 is 0.0", () -> VonMises.fixed(ZERO, ZERO)),
          rejected("location of entry 0 is NaN", () -> VonMises.fixed(List.of(NAN), ZERO)),
          rejected("got 2 and 1", () -> VonMises.fixed(LOCATIONS, ONE)),
          rejected("[0]", () -> VonMises.trainable(0)),
          rejected("degrees of entry 0 is 0.0", () -> StudentT.fixed(ZERO, ONE, ONE)),
          rejected("location of entry 0 is NaN", () -> StudentT.fixed(ONE, List.of(NAN), ONE)),
          rejected("scale of entry 0 is -1.0", () -> StudentT.fixed(ONE, ONE, List.of(-1.0))),
          rejected("degrees as of location, got 2 and 1", () -> StudentT.fixed(SCALES, ONE, ONE)),
          rejected("no entries", () -> StudentT.fixed(NONE, NONE, NONE)),
          rejected("[0]", () -> StudentT.trainable(0, 3)),
          rejected("[0]", () -> StandardNormal.of(0)),
          rejected("[-1]", () -> new StandardNormal(Shape.of(-1))),
          rejected("[]", () -> new StandardNormal(Shape.scalar())),
          rejected("scale of entry 0 is 0.0", () -> DiagonalNormal.fixed(ONE, ZERO)),
          rejected("NaN", () -> DiagonalNormal.fixed(List.of(NAN), ONE)),
          rejected("got 2 and 1", () -> DiagonalNormal.fixed(LOCATIONS, ONE)),
          rejected("mean has no entries", () -> DiagonalNormal.fixed(NONE, NONE)),
          rejected("[0]", () -> DiagonalNormal.trainable(0)),
          rejected("rows of [1]", () -> FullNormal.fixed(LOCATIONS, List.of(ONE))),
          rejected(
              "(1, 0) and (0, 1) are 0.5 and 0.4",
              () -> FullNormal.fixed(LOCATIONS, List.of(List.of(1.0, 0.4), List.of(0.5, 1.0)))),
          rejected(
              "entry 1 has variance -3.0",
              () -> FullNormal.fixed(LOCATIONS, List.of(List.of(1.0, 2.0), List.of(2.0, 1.0)))),
          rejected("NaN", () -> FullNormal.fixed(List.of(NAN), List.of(ONE))),
          rejected("[0]", () -> FullNormal.trainable(0)),
          rejected("absent", () -> atAbsentEntries(FullNormal.trainable(2))),
          rejected("components must be at least 1, got 0", () -> new GaussianMixture(0, 2)),
          rejected("dimension must be at least 1, got 0", () -> new GaussianMixture(3, 0)),
          rejected("got none", () -> Joint.of()),
          rejected("[2, 2]", () -> Joint.of(new StandardNormal(Shape.of(2, 2)))),
          rejected("1 components and 2 w", () -> new Mixture(LINE, SCALES, Trainability.FIXED)),
          rejected("weight of entry 0 is 0.0", () -> new Mixture(LINE, ZERO, Trainability.FIXED)),
          rejected(
              "[[1], [2]]",
              () -> Mixture.trainable(List.of(StandardNormal.of(1), StandardNormal.of(2)))),
          rejected("at least one component, got none", () -> Mixture.trainable(List.of())),
          rejected("at least one component", () -> Mixture.ofGaussians(0, 2, 1)),
          rejected("place 4 of 3", () -> new OrderStatistic(4, 3, NORMAL)),
          rejected("place 0 of 3", () -> new OrderStatistic(0, 3, NORMAL)),
          rejected("place 1 of 0", () -> OrderStatistic.minimum(0, NORMAL)),
          rejected("low 2.0 and high 2.0", () -> new Quantized(NORMAL, 2, 2)),
          rejected("low 0.5", () -> new Quantized(NORMAL, 0.5, 2)),
          rejected("high NaN", () -> new Quantized(NORMAL, 0, NAN)));

  @ParameterizedTest
  @FieldSource("REJECTED")
  void isRejected(String message, Executable made) {
    Expect.rejected(message, made);
  }
}
