package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.univariate.LogSymmetric;
import java.util.List;

/**
 * The increasing map from a mixture of shifted and scaled copies of a distribution to the
 * distribution itself,
 *
 * <pre>{@code
 * g(x) = Φ⁻¹(Σ πₖ Φ(zₖ)),   zₖ = (x - μₖ)/sₖ       y = (1 - 1e-3)·g(x) + 1e-3·x
 * }</pre>
 *
 * <p>Between distant components {@code g} is flat; the term {@code 1e-3·x} bounds the slope from
 * below. As {@code g(x)} is between the smallest and the largest {@code zₖ}, the inverse is between
 * the inverses of the components.
 *
 * <p>By the symmetry of {@code Φ}, everything is computed in the tail of {@code x}, where
 *
 * <pre>{@code g'(x) = Σ qₖ h(zₖ)/sₖ / h(g(x)),   qₖ = πₖ Φ(zₖ) / Σ πⱼ Φ(zⱼ)}</pre>
 *
 * <p>from logarithms, without differences of large numbers.
 */
record MixtureMap(LogSymmetric kind, Expr logWeights, Expr means, Expr rates) {
  private static final double SHARE = 1e-3;

  /** Builds the weights, means and {@code 1/sₖ} of the components from raw parameters. */
  static MixtureMap of(LogSymmetric kind, Expr theta, int components) {
    List<Expr> raw = theta.split(-1, components, components, components);
    return new MixtureMap(
        kind,
        raw.get(0).logSoftmaxLast(),
        UnequalFactors.times(raw.get(1)),
        UnequalFactors.times(raw.get(2)).squashedLog().negated().exp());
  }

  Mapped forward(Expr x) {
    Expr z = x.expand(-1).minus(means).times(rates).clip(-end(x), end(x));
    Pool pool = Pool.of(kind, logWeights, z);
    // Components too small for the float type are negligible beside 1e-3·x.
    Expr slope = pool.shares().times(pool.tail().hazard()).times(rates).sumLast();
    Expr g = slope.over(pool.total().times(pool.pooled().hazard()));
    return new Mapped(share(pool.value(), x), g.times(1 - SHARE).plus(SHARE).log());
  }

  /** Builds {@code (1 - 1e-3)·y + 1e-3·x} of a function {@code y} of {@code x}. */
  static Mapped withShareOf(Expr x, Mapped y) {
    return new Mapped(share(y.value(), x), y.logDet().exp().times(1 - SHARE).plus(SHARE).log());
  }

  private static Expr share(Expr y, Expr x) {
    return y.times(1 - SHARE).plus(x.times(SHARE));
  }

  /**
   * The mixture {@code Σ πₖ Φ(zₖ)} in the tail of {@code x}.
   *
   * @param sign one in the lower tail, minus one in the upper one, which is mirrored
   * @param tail the components at {@code ±zₖ}
   * @param joint {@code log (πₖ Φ(±zₖ)) - c}, with the largest of them {@code c}
   * @param shares {@code exp(joint)}
   * @param total the sum of the shares
   * @param pooled the point at which {@code Φ} is the sum
   */
  private record Pool(
      Expr sign,
      LogSymmetric.Point tail,
      Expr joint,
      Expr shares,
      Expr total,
      LogSymmetric.Point pooled) {
    static Pool of(LogSymmetric kind, Expr logWeights, Expr z) {
      Expr excess = logWeights.exp().times(kind.centered(z)).sumLast();
      Expr sign = excess.greater(0).indicator().times(-2).plus(1);
      LogSymmetric.Point tail = kind.at(z.times(sign.expand(-1)));
      Expr logs = logWeights.plus(tail.logCdf());
      Expr largest = logs.maxAlong(-1).stopGradient();
      Expr joint = logs.minus(largest);
      Expr shares = joint.exp();
      Expr total = shares.sumLast();
      LogSymmetric.Point pooled = kind.lower(largest.sumLast().plus(total.log()));
      return new Pool(sign, tail, joint, shares, total, pooled);
    }

    Expr value() {
      return pooled.z().times(sign);
    }
  }

  /**
   * Builds {@code Φ⁻¹(Σ πₖ Φ(zₖ))} and its log-slope, for functions {@code zₖ} of one number.
   *
   * @param logWeights {@code log πₖ} along the last axis
   * @param z increasing functions of one number, along the last axis
   * @param logSlopes the log-slopes of the functions
   */
  static Mapped pooled(LogSymmetric kind, Expr logWeights, Expr z, Expr logSlopes) {
    Pool pool = Pool.of(kind, logWeights, z);
    Expr logSlope = pool.joint().plus(pool.tail().logHazard()).plus(logSlopes).logSumExpLast();
    return new Mapped(
        pool.value(), logSlope.minus(pool.total().log()).minus(pool.pooled().logHazard()));
  }

  /** Builds a bracket around the inverse: the components' own inverses. */
  RootSearch.Bracket bracket(Expr y) {
    Expr slope = rates.times(1 - SHARE);
    Expr linear = y.expand(-1).plus(means.times(slope)).over(slope.plus(SHARE));
    double end = end(y) * (1 - SHARE);
    Expr beyond = y.minus(end).times(1 / SHARE).expand(-1);
    Expr below = y.plus(end).times(1 / SHARE).expand(-1);
    Expr each = linear.max(beyond).min(below);
    return new RootSearch.Bracket(
        each.negated().maxAlong(-1).sumLast().negated(),
        each.maxAlong(-1).sumLast(),
        each.times(logWeights.exp()).sumLast());
  }

  /** Returns the largest {@code z} whose square is in the range of the float type. */
  private static double end(Expr x) {
    return Math.sqrt(x.scope().limits().large());
  }
}
