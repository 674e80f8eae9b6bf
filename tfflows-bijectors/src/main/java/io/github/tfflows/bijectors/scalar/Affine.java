package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.List;

/**
 * A scaled and shifted line, {@code y = x·exp(s) + t} with {@code log dy/dx = s}, of the reals onto
 * the reals: the scalar map of RealNVP (Dinh et al., 2017, arXiv:1605.08803, eq. 7) under {@link
 * io.github.tfflows.bijectors.Coupling} and of MAF (Papamakarios et al., 2017, arXiv:1705.07057,
 * eqs. 3-4) under {@link io.github.tfflows.bijectors.MaskedAutoregressive}.
 *
 * <p>Of the two parameters {@code (a, t)} of an entry, the first is squashed,
 *
 * <pre>{@code s = a / (1 + |a| / ln 1000)}</pre>
 *
 * <p>so that the scale stays within {@code (1e-3, 1e3)} whatever a network puts out. An unbounded
 * {@code exp(a)} overflows single precision from {@code a = 89}, which one outlier in the data can
 * reach. Near zero {@code s = a}, to second order.
 *
 * <p>The gradient of {@code y} by a weight of {@code s} in a network's last layer is {@code
 * x·exp(s)} times a unit of the network. Where units grow with the entries, as rectified ones do,
 * it is infinite in single precision near {@code s = 0} for entries beyond {@code 1.8e19}, the root
 * of the largest float.
 */
public record Affine() implements ScalarBijector {
  private static final double MAX_LOG_SCALE = Math.log(1e3);

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = at.get(0).squash(MAX_LOG_SCALE);
    return new Mapped(x.times(s.exp()).plus(at.get(1)), s.broadcastLike(x));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr minusS = at.get(0).squash(MAX_LOG_SCALE).negated();
    return new Mapped(y.minus(at.get(1)).times(minusS.exp()), minusS.broadcastLike(y));
  }
}
