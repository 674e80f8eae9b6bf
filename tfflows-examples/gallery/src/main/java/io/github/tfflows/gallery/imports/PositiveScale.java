package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * A line {@code y = s·x + t} with the parameters {@code (u, t)} and one of the scales {@code s(u)}
 * of nflows. Unlike the maps of this library it is not the identity where they are zero.
 */
record PositiveScale(Form form) implements Increasing {
  private static final double LEAST = 1e-3;

  /** The two scales of nflows 0.14. */
  enum Form {
    /** {@code 1e-3 + softplus(u)}, in autoregressive flows. */
    SOFTPLUS,

    /** {@code 1e-3 + sigmoid(u + 2)}, in couplings. */
    SIGMOID
  }

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = scale(at.get(0));
    return new Mapped(x.times(s).plus(at.get(1)), s.log().broadcastLike(x));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    List<Expr> at = theta.entries(-1);
    Expr s = scale(at.get(0));
    return new Mapped(y.minus(at.get(1)).over(s), s.log().negated().broadcastLike(y));
  }

  private Expr scale(Expr u) {
    return switch (form) {
      case SOFTPLUS -> u.softplus().plus(LEAST);
      case SIGMOID -> u.plus(2).sigmoid().plus(LEAST);
    };
  }
}
