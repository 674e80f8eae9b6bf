package io.github.tfflows.core.inference;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The integers below the draws of a flow of continuous values, together with the noise that fills
 * the gaps between them in training (variational dequantization: Ho et al., 2019, arXiv:1902.00275,
 * eq. 6):
 *
 * <pre>{@code
 * log P(x) ≥ E [log p(x + u) - log q(u | x)]     u ~ q(· | x) in (0, 1)ᵈ
 * }</pre>
 *
 * <p>nats, for the mass {@code P(x)} of {@code p} on the unit cube above {@code x}. It is equal
 * where {@code q} is the distribution of {@code u} under {@code p} given {@code x}. With uniform
 * noise (Theis et al., 2016, arXiv:1511.01844, section 3.1; {@link
 * io.github.tfflows.core.data.DataSource#dequantized}) a flow must fit cubes with edges; learned
 * noise lets it stay smooth.
 *
 * <pre>{@code
 * Distribution noise = new TransformedDistribution(
 *     new ConditionalNormal(d, Mlp.of(64)), Sigmoid.unit());
 * CompiledDistribution model = training.fit(new VariationalDequantization(flow, noise), integers);
 * CompiledDistribution.compile(flow, 0, model.weights(), Execution.defaults());  // continuous values
 * }</pre>
 *
 * <p>Its {@link #logProb} is that bound by a single draw of {@code u}: a fresh one in each training
 * step, wherever in a flow this is, and elsewhere one from a seed that stays. It is an estimate for
 * each row, which also depends on the row's place in its batch; the mean over many rows decides
 * about the best weights. The layer {@code Dequantization} of {@code tfflows-bijectors} draws
 * several times.
 *
 * <p>The parameters of the flow keep their names, so that its weights are those of a model of
 * continuous values.
 *
 * @param flow the density {@code p} of continuous values, such as those up to 256 of pixels
 * @param noise the density {@code q} on (0, 1)ᵈ, of the same shape. Its context is that of the
 *     flow, if any, followed by the integers of the row
 */
public record VariationalDequantization(Distribution flow, Distribution noise)
    implements Distribution {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if the noise has another shape than the flow
   */
  public VariationalDequantization {
    if (!noise.eventShape().equals(flow.eventShape())) {
      throw new IllegalArgumentException(
          "expected noise of the flow's shape %s, got %s"
              .formatted(flow.eventShape(), noise.eventShape()));
    }
  }

  @Override
  public Shape eventShape() {
    return flow.eventShape();
  }

  /** No: its events are integers. */
  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    GraphScope place = scope.sub("noise");
    Expr context = scope.contextBefore(x.reshape(-1, eventShape().size()));
    Sample u = noise.sample(place.withContext(context), Noise.ofEstimate(place, x));
    return flow.logProb(scope, x.plus(u.value())).minus(u.logProb());
  }

  /** Builds the integers below draws of the flow. */
  @Override
  public Sample sample(GraphScope scope, Noise random) {
    Expr x = flow.sample(scope, random).value().floor();
    return new Sample(x, logProb(scope, x));
  }
}
