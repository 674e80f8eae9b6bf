package io.github.tfflows.bijectors.base;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Learned accept/reject sampling of a base {@code π} on vectors (Stimper et al., 2022,
 * arXiv:2110.15828; Bauer and Mnih, 2019, arXiv:1810.11428): a draw of {@code π} is accepted with
 * the probability {@code a(z)}, the sigmoid of a network's output, or else replaced by the next
 * draw. The {@code T}-th draw is always accepted. Its density,
 *
 * <pre>{@code
 * log p(z) = log π(z) + log((1 - α)·a(z)/Z + α),   α = (1 - Z)^(T - 1),   Z = E_π[a]
 * }</pre>
 *
 * <p>can have several modes and holes, unlike a diffeomorphism of a Gaussian. It starts as {@code
 * π}, with {@code a = ½}.
 *
 * <p>{@code Z} is the state {@code acceptance}, a moving average: each training step moves it by 5
 * % towards the mean of {@code a} at {@value #POINTS} draws of {@code π}, and uses the gradient of
 * that mean. The density is normalized up to the error of the average.
 *
 * <p>Draws are not differentiable in the network, and the network does not read the context.
 * Entries depend on each other, so none may be absent.
 *
 * @param proposal the distribution {@code π}, unconditional and on vectors
 * @param network a network with one output for each vector
 * @param tries the largest number {@code T} of proposals for one draw, at least two
 */
public record ResampledBase(Distribution proposal, Conditioner network, int tries)
    implements Distribution {
  private static final int POINTS = 1024;
  private static final double MOMENTUM = 0.95;
  private static final double MARGIN = 1e-6;
  private static final double SEED_BITS = 0x1p40;

  public ResampledBase {
    Shape event = Require.known(proposal.eventShape());
    if (event.numDimensions() != 1 || tries < 2) {
      throw new IllegalArgumentException(
          "expected a proposal of vectors and at least two tries, got event shape %s and %s tries"
              .formatted(event, tries));
    }
  }

  @Override
  public Shape eventShape() {
    return proposal.eventShape();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr z = acceptance(scope).clip(MARGIN, 1 - MARGIN);
    Expr logForced = z.negated().log1p().times(tries - 1);
    Expr logChosen = logForced.expm1().negated().log().minus(z.log());
    Expr logAccepted = logits(scope, x).negated().softplus().negated().plus(logChosen);
    Expr larger = logAccepted.max(logForced);
    Expr ratio = larger.plus(logAccepted.minus(logForced).abs().negated().softplus());
    return proposal.logProb(scope.sub("proposal"), x).plus(ratio);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Ops tf = scope.tf();
    Operand<TInt32> all = tf.math.mul(noise.count(), tf.constant(tries));
    Noise many = new Noise(all, noise.stream(scope, 1).seed());
    Expr proposals = proposal.sample(scope.sub("proposal"), many).value(); // [n·T, d]
    Expr u = noise.uniform(scope, Shape.of(tries));
    Condition accepted = logits(scope, proposals).sigmoid().reshape(-1, tries).greater(u);
    Operand<TInt32> chosen = first(scope, accepted.indicator());
    Operand<TInt32> rows = tf.range(tf.constant(0), all, tf.constant(tries));
    Expr x = proposals.rows(tf.math.add(rows, chosen));
    return new Sample(x, logProb(scope, x));
  }

  /** The first accepted try of each row, or the last try. */
  private Operand<TInt32> first(GraphScope scope, Expr accepted) {
    double[] left = IntStream.range(0, tries).mapToDouble(i -> tries - i).toArray();
    Expr score = accepted.times(scope.constant(Shape.of(tries), left));
    double[] last = new double[tries];
    last[tries - 1] = 0.5;
    Expr forced = score.max(scope.constant(Shape.of(tries), last));
    return scope.tf().math.argMax(forced, scope.tf().constant(1), TInt32.class);
  }

  /** The output of the network, {@code [n]}; it reads no context. */
  private Expr logits(GraphScope scope, Expr x) {
    GraphScope place = scope.sub("network").withContext(x.slice(-1, 0, 0));
    return network.parameters(place, x, 1, 1).reshape(-1);
  }

  private Expr acceptance(GraphScope scope) {
    Expr average = scope.state("acceptance", Shape.scalar(), 0.5);
    if (!scope.hasTrainingRows()) {
      return average;
    }
    Ops tf = scope.tf();
    Operand<TInt64> moving = tf.dtypes.cast(average.times(SEED_BITS), TInt64.class);
    Operand<TInt64> seed = tf.stack(List.of(moving, tf.constant(scope.seed())));
    Noise noise = new Noise(tf.constant(POINTS), seed);
    Expr draws = proposal.sample(scope.sub("proposal"), noise).value();
    Expr batch = logits(scope, draws).sigmoid().mean(0);
    Expr next = average.plus(batch.minus(average).times(1 - MOMENTUM));
    scope.update("acceptance", next);
    return next.withGradientOf(batch);
  }
}
