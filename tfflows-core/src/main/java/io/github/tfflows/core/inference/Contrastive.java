package io.github.tfflows.core.inference;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The loss of a posterior {@code q(x | c)} that learns to distinguish each row from others of its
 * batch (sequential neural posterior estimation, type C, with atoms: Greenberg et al., 2019,
 * arXiv:1905.07488, eq. 7): the loss of a row is
 *
 * <pre>{@code
 * -log ( q(x₁ | c)/p(x₁)  /  Σⱼ q(xⱼ | c)/p(xⱼ) )
 * }</pre>
 *
 * <p>nats, where {@code x₁} is from the row itself, the other {@code xⱼ} are from the next {@code
 * atoms - 1} rows of the batch, and {@code p} is the prior. Its optimum is the posterior under the
 * prior, for any proposal that the rows come from. The likelihood of held-out rows would refer to
 * the proposal, so hold no rows out; a fit then returns the last weights.
 *
 * @param flow the conditional density {@code q}
 * @param prior the log-density of the prior, up to a constant
 * @param atoms the number of rows to compare, from 2 to the rows that a thread has of a batch (all
 *     rows, or at least 32)
 */
public record Contrastive(Distribution flow, LogDensity prior, int atoms) implements Objective {
  public Contrastive {
    Require.atLeast("atoms", atoms, 2);
  }

  @Override
  public Expr losses(GraphScope scope, Expr x) {
    requireRows(x);
    Expr logPrior = prior.logProb(scope.sub("prior"), x);
    List<Expr> ratios = new ArrayList<>();
    for (int shift = 0; shift < atoms; shift++) {
      Expr atom = rolled(scope, x, shift);
      ratios.add(flow.logProb(scope, atom).minus(rolled(scope, logPrior, shift)));
    }
    return scope.logSumExp(ratios).minus(ratios.get(0));
  }

  /** Refuses more atoms than rows, which would compare a row with itself. */
  private void requireRows(Expr x) {
    long rows = x.asOutput().shape().get(0);
    if (rows != Shape.UNKNOWN_SIZE && rows < atoms) {
      throw new IllegalArgumentException(
          "expected at most %s atoms, the rows of a batch in one thread, got %s"
              .formatted(rows, atoms));
    }
  }

  private static Expr rolled(GraphScope scope, Expr rows, int shift) {
    Ops tf = scope.tf();
    return scope.expr(tf.roll(rows.stopGradient(), tf.constant(-shift), tf.constant(0)));
  }
}
