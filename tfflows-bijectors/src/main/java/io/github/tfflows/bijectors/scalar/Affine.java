package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * A scaled and shifted line, {@code y = x·exp(s) + t} with {@code log dy/dx = s}, of the reals onto
 * the reals: the scalar map of RealNVP (Dinh et al., 2017, arXiv:1605.08803, eq. 7) under {@link
 * io.github.tfflows.bijectors.Coupling} and of MAF (Papamakarios et al., 2017, arXiv:1705.07057,
 * eqs. 3-4) under {@link io.github.tfflows.bijectors.MaskedAutoregressive}. RealNVP writes it from
 * the data to the base; here, as in MAF, it goes from the base to the data.
 *
 * <p>The first of the two parameters {@code (a, t)} of an entry is squashed,
 *
 * <pre>{@code s = a / (1 + |a| / ln 1000)}</pre>
 *
 * <p>so that the scale stays within {@code (1e-3, 1e3)} for any output of a network. An unbounded
 * {@code exp(a)} overflows single precision from {@code a = 89}, which a single outlier can reach.
 * Near zero, {@code s = a} to first order.
 *
 * <p>Entries beyond {@code 1.8e19}, the root of the largest float, can overflow the gradient of the
 * network's last layer, which multiplies the entry by a rectified unit that grows with it.
 */
public record Affine() implements Increasing {

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = at.get(0).squashedLog();
    return new Mapped(x.times(s.exp()).plus(at.get(1)), s.broadcastLike(x));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr minusS = at.get(0).squashedLog().negated();
    return new Mapped(y.minus(at.get(1)).times(minusS.exp()), minusS.broadcastLike(y));
  }
}
