package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The heavy-tailed Lambert W transformation, with a trainable tail, of the reals onto the reals
 * (Goerg, 2011, arXiv:0912.4554, eq. 7; its inverse in closed form: Goerg, 2015, arXiv:1010.2265,
 * eq. 8):
 *
 * <pre>{@code
 * y = x·exp(δx²/2)              log dy/dx = δx²/2 + log(1 + δx²)
 * x = y·exp(-W(δy²)/2)          with W(z)·exp(W(z)) = z
 * }</pre>
 *
 * <p>The tails of a Gaussian density then fall as {@code |y|} to the power of {@code -(1 + 1/δ)}.
 * The parameter {@code a} of an entry is squashed, {@code a / (1 + |a|)}. If {@code a} is positive,
 * the squashed number is {@code δ}. If it is negative, the map is the inverse of the map for {@code
 * -a}, and makes tails lighter. The identity, {@code a = 0}, is therefore not at the end of the
 * range.
 *
 * <p>Beyond {@code |x| = 1000} the map is proportional to {@code x}. Values above the largest
 * number times the machine epsilon (4e31 in single precision) are clipped there, with zero
 * gradient, and so is the exponent.
 */
public record LambertWTail() implements Increasing {
  private static final double MAX_TAIL = 1;
  private static final double FARTHEST = 1000;

  /** The number of Newton steps from {@code log(1 + z)}: four are exact to double precision. */
  private static final int STEPS = 4;

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return mapped(x, theta.entry(0).squash(MAX_TAIL));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return mapped(y, theta.entry(0).squash(MAX_TAIL).negated());
  }

  private static Mapped mapped(Expr x, Expr tail) {
    Mapped heavier = heavier(x, tail.max(0));
    Mapped lighter = lighter(x, tail.negated().max(0));
    Expr isHeavier = tail.atLeast(0).indicator();
    Expr isLighter = isHeavier.complement();
    return new Mapped(
        isHeavier.times(heavier.value()).plus(isLighter.times(lighter.value())),
        isHeavier.times(heavier.logDet()).plus(isLighter.times(lighter.logDet())));
  }

  /** {@code x·exp(w/2)} with {@code w = δx²}. */
  private static Mapped heavier(Expr x, Expr delta) {
    double largest = x.scope().limits().large();
    double end = 2 * Math.log(largest);
    Expr w = x.clip(-FARTHEST, FARTHEST).square().times(delta);
    Expr rises = x.abs().less(FARTHEST).and(w.less(end)).indicator();
    Expr half = w.min(end).times(0.5);
    return new Mapped(
        x.times(half.exp()).clip(-largest, largest), half.plus(rises.times(w.min(end).log1p())));
  }

  /** {@code y·exp(-w/2)} with {@code w = W(δy²)}. */
  private static Mapped lighter(Expr y, Expr delta) {
    double smallest = y.scope().limits().smallest();
    Expr logZ = delta.max(smallest).log().plus(y.abs().max(smallest).log().times(2));
    Expr end = delta.times(FARTHEST * FARTHEST);
    Expr free = lambertW(logZ.max(Math.log(smallest)));
    Expr rises = free.less(end).indicator();
    Expr w = free.min(end);
    Expr half = w.times(0.5);
    return new Mapped(y.times(half.negated().exp()), half.plus(rises.times(w.log1p())).negated());
  }

  /**
   * {@code W(z)} by Newton steps for {@code w + log w = log z} (Iacono and Boyd, 2017, Advances in
   * Computational Mathematics 43, 1403-1436). The steps carry no gradient; {@code dW/d log z = W/(1
   * + W)} does.
   */
  private static Expr lambertW(Expr logZ) {
    Expr target = logZ.stopGradient();
    Expr w = target.softplus();
    for (int i = 0; i < STEPS; i++) {
      w = w.over(w.plus(1)).times(target.minus(w.log()).plus(1));
    }
    return w.withSlope(w.over(w.plus(1)), logZ);
  }
}
