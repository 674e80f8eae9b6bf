package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Logarithms of quotients of the gamma function, without differences of large numbers. */
public final class LogGamma {
  /** Coefficients of {@code a⁻¹, a⁻³, …} in the series of {@code log(Γ(a + ½)/(Γ(a)·√a))}. */
  private static final double[] SERIES = {
    -1 / 8., 1 / 192., -1 / 640., 17 / 14336., -31 / 18432., 691 / 180224.
  };

  /** The least {@code a} for the series, whose next term is below 1e-14 there. */
  private static final int FAR = 10;

  /**
   * Builds {@code log(Γ(a + ½)/Γ(a))}, by the recurrence {@code Γ(a + 1) = a·Γ(a)} up to the range
   * of a series in {@code 1/a}.
   */
  public static Expr riseByHalf(Expr a) {
    Expr product = a.over(a.plus(0.5));
    for (int i = 1; i < FAR; i++) {
      product = product.times(a.plus(i).over(a.plus(i + 0.5)));
    }
    Expr inverse = a.scope().constant(1).over(a.plus(FAR));
    Expr series = inverse.zeros();
    for (int k = SERIES.length - 1; k >= 0; k--) {
      series = series.times(inverse.square()).plus(SERIES[k]);
    }
    return product.log().plus(a.plus(FAR).log().times(0.5)).plus(series.times(inverse));
  }

  /** Builds the derivative of {@link #riseByHalf}. */
  public static Expr slopeOfRise(Expr a) {
    Expr one = a.scope().constant(1);
    Expr sum = a.zeros();
    for (int i = 0; i < FAR; i++) {
      sum = sum.plus(one.over(a.plus(i)).over(a.plus(i + 0.5)).times(0.5));
    }
    Expr inverse = one.over(a.plus(FAR));
    Expr series = inverse.zeros();
    for (int k = SERIES.length - 1; k >= 0; k--) {
      series = series.times(inverse.square()).plus(SERIES[k] * (2 * k + 1));
    }
    return sum.plus(inverse.times(0.5)).minus(series.times(inverse.square()));
  }

  /**
   * Builds {@code log(Γ(a + m/2)/Γ(a))}.
   *
   * @param halves the number {@code m} of halves, at least one
   */
  public static Expr rise(Expr a, int halves) {
    int whole = halves / 2;
    double[] steps = IntStream.range(0, whole).mapToDouble(i -> i).toArray();
    Expr sum =
        a.expand(-1).plus(a.scope().constant(Shape.of(whole), steps)).log().sumLast(); // 0 of none
    return halves % 2 == 0 ? sum : sum.plus(riseByHalf(a.plus(whole)));
  }

  private LogGamma() {}
}
