package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.Conditioner;
import io.github.tfflows.core.GraphScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A conditioner of one's own: it shows a network the cosine and sine of each known angle in place
 * of the angle, so that what the network yields is the same at {@code -π} and {@code π}.
 *
 * @param network what reads them
 */
record PeriodicFeatures(Conditioner network) implements Conditioner {
  @Override
  public <T extends TFloating> Operand<T> parameters(
      GraphScope<T> scope, Operand<T> known, int features, int parameters) {
    Ops tf = scope.tf();
    Operand<T> directions =
        tf.concat(List.of(tf.math.cos(known), tf.math.sin(known)), tf.constant(-1));
    return network.parameters(scope, directions, features, parameters);
  }
}
