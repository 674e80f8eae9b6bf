package io.github.tfflows.core.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/** One step of a loop; see {@link GraphScope#repeat}. */
@FunctionalInterface
public interface LoopBody {
  /**
   * Builds the state after a step from the state before it.
   *
   * @param scope the place of the loop in the graph of its body. Arrays of surrounding graphs do
   *     not change from step to step. Operations with arrays of the body capture them; pass them to
   *     ops of {@link GraphScope#tf} by {@link GraphScope#expr}. The context, the presence of
   *     entries and the parameters are available as usual.
   * @param step the number of the step, from zero
   * @param state the arrays before the step
   * @return arrays of the same shapes after it
   */
  List<Expr> next(GraphScope scope, Operand<TInt32> step, List<Expr> state);
}
