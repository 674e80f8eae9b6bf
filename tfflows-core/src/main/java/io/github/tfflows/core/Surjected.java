package io.github.tfflows.core;

import io.github.tfflows.core.Surjection.Preimage;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution of {@code x} for {@code z} drawn from a base and mapped by a {@link Surjection},
 * {@code log p(x) = log Σⱼ wⱼ·p(zⱼ)} nats (Nielsen et al., 2020, arXiv:2007.02731).
 *
 * <p>The surjection decides whether the density is exact or a lower bound. A bound is an estimate
 * from draws. Training draws afresh in each step; elsewhere the seed is fixed, so that the estimate
 * also depends on the row's place in its batch. Samples are exact in any case, and have the density
 * or the bound as their log-density. Maximum likelihood works with both. A variational fit needs an
 * exact density, since it would make a bound loose.
 *
 * <p>The base may be a flow, and bijectors may follow:
 *
 * <pre>{@code
 * new TransformedDistribution(new Surjected(flow, surjection), bijector)
 * }</pre>
 *
 * <p>All preimages go through the base in one pass. Entries may not be absent.
 *
 * @param base the distribution of {@code z}
 * @param surjection the map from the events of the base to the data
 */
public record Surjected(Distribution base, Surjection surjection) implements Distribution {
  public Surjected {
    Shape unused = surjection.forwardEventShape(base.eventShape());
  }

  @Override
  public Shape eventShape() {
    return surjection.forwardEventShape(base.eventShape());
  }

  @Override
  public boolean isContinuous() {
    return surjection.isContinuous() && base.isContinuous();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if entries may be absent
   */
  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    List<Preimage> all = surjection.preimages(place(scope), x);
    int count = all.size();
    Expr z = scope.concat(0, all.stream().map(Preimage::z).toList());
    Expr logBase = base.logProb(repeated(scope, count).sub("base"), z).reshape(count, -1);
    Expr logWeights = scope.stack(all.stream().map(Preimage::logWeight).toList());
    Expr terms = logBase.plus(logWeights);
    return count == 1 ? terms.reshape(-1) : terms.transpose(1, 0).logSumExpLast();
  }

  /** Returns the place with the context and the weights repeated for each preimage. */
  private static GraphScope repeated(GraphScope scope, int count) {
    UnaryOperator<Expr> copies = each -> scope.concat(0, Collections.nCopies(count, each));
    GraphScope given = scope.context().map(copies).map(scope::withContext).orElse(scope);
    return scope.rowWeights().map(copies).map(given::withRowWeights).orElse(given);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = base.sample(scope.sub("base"), noise.stream(scope, 1)).value();
    Expr x = surjection.forward(place(scope), noise.stream(scope, 2), z);
    return new Sample(x, logProb(scope, x));
  }

  private static GraphScope place(GraphScope scope) {
    return scope.sub("surjection");
  }
}
