package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.HasTrainingLoss;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt64;

/**
 * A flow of continuous values that learns from integers {@code x}, together with the noise that
 * fills the gaps between them (variational dequantization: Ho et al., 2019, arXiv:1902.00275, eq.
 * 6). A row has the loss
 *
 * <pre>{@code
 * -log p(x + u) + log q(u | x)     u ~ q(· | x) in (0, 1)ᵈ
 * }</pre>
 *
 * <p>nats, whose mean over {@code u} is at least {@code -log P(x)}, for the mass {@code P(x)} of
 * {@code p} on the unit cube above {@code x}. It is equal where {@code q} is the distribution of
 * {@code u} under {@code p} given {@code x}. With uniform noise (Theis et al., 2016,
 * arXiv:1511.01844, section 3.1; {@link io.github.tfflows.core.data.DataSource#dequantized}) a flow
 * must fit cubes with edges; learned noise lets it stay smooth.
 *
 * <pre>{@code
 * Distribution noise = new TransformedDistribution(
 *     new ConditionalNormal(d, Mlp.of(64)), Sigmoid.unit());
 * training.fit(new VariationalDequantization(flow, noise), Data.of(integers))   // model of flow
 * }</pre>
 *
 * <p>Its {@link #logProb} is that bound by a single draw of {@code u}, from a seed that stays: an
 * estimate for each row, which also depends on the row's place in its batch. The mean over many
 * rows decides about the best weights.
 *
 * <p>The model of a training is one of continuous values. For a model of integers, use the layer
 * {@code Dequantization} of {@code tfflows-bijectors}.
 *
 * @param flow the density {@code p} of continuous values, such as those up to 256 of pixels
 * @param noise the density {@code q} on (0, 1)ᵈ, of the same shape. Its context is that of the
 *     flow, if any, followed by the integers of the row
 */
public record VariationalDequantization(Distribution flow, Distribution noise)
    implements HasTrainingLoss {
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
  public Expr trainingLoss(GraphScope scope, Expr x) {
    return bound(scope, x, Noise.ofStep(scope.sub("noise"), x)).negated();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    GraphScope place = scope.sub("noise");
    Operand<TInt64> seed = scope.tf().constant(new long[] {0, place.seed()});
    return bound(scope, x, new Noise(Noise.ofStep(place, x).count(), seed));
  }

  /** {@code log p(x + u) - log q(u | x)} for a draw {@code u}. */
  private Expr bound(GraphScope scope, Expr x, Noise random) {
    Expr context = scope.contextBefore(x.reshape(-1, eventShape().size()));
    Sample u = noise.sample(scope.sub("noise").withContext(context), random);
    return flow.logProb(scope, x.plus(u.value())).minus(u.logProb());
  }

  /** Builds the integers below draws of the flow. */
  @Override
  public Sample sample(GraphScope scope, Noise random) {
    Expr x = flow.sample(scope, random).value().floor();
    return new Sample(x, logProb(scope, x));
  }

  /** Returns the flow of continuous values; its draws, rounded down, are the integers. */
  @Override
  public Distribution trained() {
    return flow;
  }
}
