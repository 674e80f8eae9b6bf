package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** The identity as a surjection: draws are those of the base. */
enum AllEntries implements Surjection {
  SAME;

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    return z;
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    return List.of(new Preimage(x, scope.constant(0).forEachRowOf(x)));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return event;
  }
}
