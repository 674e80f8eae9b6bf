package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Rounds the entries of the base down to integers; the other direction adds noise (Nielsen et al.,
 * 2020, arXiv:2007.02731, "rounding"; variational dequantization: Ho et al., 2019,
 * arXiv:1902.00275, eq. 6):
 *
 * <pre>{@code
 * x = ⌊z⌋    log P(x) ≥ E log (1/m) Σⱼ p(x + uⱼ) / q(uⱼ | x)     m draws of u ~ q(· | x) in (0, 1)ᵈ
 * }</pre>
 *
 * <p>nats, a lower bound of the log-probability of the integers. It is tight if {@code q} is the
 * distribution of {@code z - x} given {@code x}, and becomes tighter with more draws. Uniform noise
 * is {@code Uniform.cube(d, 0, 1)}; trainable noise is a flow on the unit cube:
 *
 * <pre>{@code
 * Distribution noise = new TransformedDistribution(
 *     new ConditionalNormal(d, Mlp.of(64)), Sigmoid.unit());
 * new Surjected(flow, new Dequantization(noise, 1))   // a distribution of integers
 * }</pre>
 *
 * <p>With uniform noise (Theis et al., 2016, arXiv:1511.01844, section 3.1; {@link
 * io.github.tfflows.core.data.DataSource#dequantized}) a flow must fit the edges of cubes; with
 * trainable noise it can be smooth. The weights of the flow of continuous values are the
 * {@linkplain io.github.tfflows.core.data.Weights#part part} {@code base}.
 *
 * <p>Draws are not differentiable. Rows must be integers, up to rounding; elsewhere the bound is
 * meaningless.
 *
 * @param noise the density {@code q} on (0, 1)ᵈ, of the shape of the base. Its context is the
 *     flow's context, if any, followed by the integers of the row
 * @param draws the number {@code m} of draws, one or more
 */
public record Dequantization(Distribution noise, int draws) implements Surjection {
  public Dequantization {
    Require.atLeast("draws", draws, 1);
  }

  @Override
  public Expr forward(GraphScope scope, Noise random, Expr z) {
    return z.floor();
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    GraphScope place = Guesses.given(scope.sub("noise"), x);
    return Guesses.of(
        scope,
        x,
        draws,
        random -> {
          Sample u = noise.sample(place, random);
          return new Preimage(x.plus(u.value()), u.logProb().plus(Math.log(draws)).negated());
        });
  }

  /** Returns false: events are integers. */
  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    if (!noise.eventShape().equals(event)) {
      throw new IllegalArgumentException(
          "expected noise of the shape of the base's events %s, got %s"
              .formatted(event, noise.eventShape()));
    }
    return Require.known(event);
  }
}
