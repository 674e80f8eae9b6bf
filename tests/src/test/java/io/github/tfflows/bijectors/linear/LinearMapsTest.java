package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** Matrices, and maybe shifts, for vectors along the last axis of an event. */
class LinearMapsTest {
  private static final Values LOG_SCALE = Values.of(Shape.of(3), 0.3, -0.5, 0.2);
  private static final Values SHIFT = Values.of(Shape.of(3), 0.1, -0.2, 0.3);
  private static final Values TWO_VECTORS = Values.of(Shape.of(2, 3), 1, 0.3, -0.2, 0.4, -0.9, 0.5);
  private static final Values GENERATOR =
      Values.of(Shape.of(3, 3), 0.3, -0.7, 0.2, 1.1, -0.4, 0.5, -0.6, 0.8, 0.4);
  private static final MappedRows TWO_REFLECTIONS =
      image(new double[] {-0.5439576381836646, 2.322356013346874, 0.027796315102277758}, 0);

  static final List<Arguments> REFERENCES =
      List.of(
          arguments(
              "scipy.fft.dct of SciPy 1.17.1 with norm=\"ortho\"",
              new DiscreteCosine(3),
              Map.of(),
              image(new double[] {0.7505553499465135, -1.060660171779821, 2.000416623272929}, 0)),
          arguments(
              "HouseholderSequence of nflows 0.14",
              new Householder(3, 2),
              Map.of("vectors", TWO_VECTORS),
              TWO_REFLECTIONS),
          arguments(
              "the same, whatever the lengths of the vectors",
              new Householder(3, 3),
              Map.of(
                  "vectors",
                  Values.rows(
                      Shape.of(3), 1e200, 0.3e200, -0.2e200, 0, 0, 0, 4e-201, -9e-201, 5e-201)),
              TWO_REFLECTIONS),
          arguments(
              "numpy 2, from the whole matrix",
              new LowRankAffine(3, 2),
              Map.of(
                  "log_scale",
                  LOG_SCALE,
                  "u",
                  Values.of(Shape.of(3, 2), 0.5, -0.3, 0.2, 0.8, -0.6, 0.4),
                  "v",
                  Values.of(Shape.of(3, 2), 0.1, 0.9, -0.7, 0.3, 0.4, 0.2),
                  "shift",
                  SHIFT),
              image(
                  new double[] {1.4645542608689854, -0.22281931904525604, 1.9110968577497558},
                  0.04554654344937163)),
          arguments(
              "scipy.linalg.expm of SciPy 1.17.1",
              new MatrixExponential(3),
              Map.of("generator", GENERATOR),
              image(new double[] {1.285041634743925, 0.9161160021333223, 2.05619140001585}, 0.3)),
          arguments(
              "the same, of a largest row sum of 20, which is scaled to ln 1000",
              new MatrixExponential(3),
              Map.of("generator", Values.of(Shape.of(3, 3), 3, -7, 2, 11, -4, 5, -6, 8, 4)),
              image(
                  new double[] {-1.216864498144449, 6.003394108354901, 13.646939820586834},
                  1.0361632918473207)),
          arguments(
              "QRLinear of nflows 0.14",
              new QrLinear(3, 2),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "upper", Values.of(Shape.of(3, 3), 9, 0.7, -0.4, 9, 9, 0.25, 9, 9, 9),
                  "rotation.vectors", TWO_VECTORS),
              image(
                  new double[] {0.9998153153354079, 2.235719965584201, 0.9560080178290911},
                  0.015634208854841347)),
          arguments(
              "RotationTransform of zuko 1.6.0",
              new Rotation(3),
              Map.of("generator", GENERATOR),
              image(new double[] {1.8142520920347174, 1.4208723823713596, 0.6161258147180535}, 0)),
          arguments(
              "SVDLinear of nflows 0.14, whose second sequence of reflections comes first",
              new SvdLinear(3, 2),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "u.vectors", TWO_VECTORS,
                  "v.vectors", Values.of(Shape.of(2, 3), 0.2, 0.7, -1.1, -0.6, 0.1, 0.8)),
              image(
                  new double[] {1.6374934847501446, 0.9849223442473948, 1.5916219544049244},
                  0.01563420885484121)),
          arguments(
              "ScaleMatvecTriL of TensorFlow Probability 0.25.0, and a shift",
              new TriangularAffine(3),
              Map.of(
                  "log_scale", LOG_SCALE,
                  "lower", Values.of(Shape.of(3, 3), 9, 9, 9, 0.7, 9, 9, -0.4, 0.25, 9),
                  "shift", SHIFT),
              image(
                  new double[] {0.7665542608689855, -0.6028193190452562, 2.2290968577497554},
                  0.01563420885484121)));

  /** The image of one point. */
  static MappedRows image(double[] y, double logDet) {
    return MappedRows.of(new double[] {0.5, -1.2, 2}, y, logDet);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @FieldSource("REFERENCES")
  void agreesWith(
      String source, Bijector map, Map<String, Values> parameters, MappedRows reference) {
    reference.with(parameters).assertMappedBy(map, 2e-14);
  }

  static final List<IntFunction<Bijector>> OF_ANY_SIZE =
      List.of(
          d -> new DenseLinear(d, 5),
          DiscreteCosine::new,
          d -> new Householder(d, 4),
          d -> new InvertibleLinear(d, 5),
          d -> new LowRankAffine(d, Math.min(2, d)),
          MatrixExponential::new,
          d -> new QrLinear(d, 2),
          Rotation::new,
          d -> new SvdLinear(d, 4),
          TriangularAffine::new);

  @ParameterizedTest
  @FieldSource("OF_ANY_SIZE")
  void rejectsOtherSizes(IntFunction<Bijector> map) {
    Expect.rejected("got 0", () -> map.apply(0));
    Expect.rejected("[3]", () -> map.apply(2).forwardEventShape(Shape.of(3)));
  }

  @Test
  void rejectsNoReflectionsAndOtherRanks() {
    Expect.rejected("got 0", () -> new Householder(1, 0));
    Expect.rejected("got 0", () -> new QrLinear(1, 0));
    Expect.rejected("got 0", () -> new SvdLinear(1, 0));
    Expect.rejected("got 0", () -> new LowRankAffine(3, 0));
    Expect.rejected("got 4", () -> new LowRankAffine(3, 4));
  }
}
