package io.github.tfflows.core.inference;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * The random walk of Metropolis et al. (1953, Journal of Chemical Physics 21, 1087-1092): each step
 * proposes {@code y = x + σε} with {@code ε ~ N(0, I)}, and accepts it with the probability {@code
 * min(1, p̃(y)/p̃(x))}. It needs no gradient of the density.
 *
 * @param stepSize the standard deviation {@code σ} of a step, positive
 * @param steps the number of steps, at least one
 */
public record RandomWalk(double stepSize, int steps) implements TransitionKernel {
  public RandomWalk {
    Require.positive("stepSize", stepSize);
    Require.atLeast("steps", steps, 1);
  }

  @Override
  public Expr moved(GraphScope scope, LogDensity density, Noise noise, Expr x) {
    Shape event = x.shape().tail();
    Acceptance chain = new Acceptance(x, density.logProb(scope, x.stopGradient()));
    for (int i = 0; i < steps; i++) {
      Expr step = noise.stream(scope, 2L * i).normal(scope, event).times(stepSize);
      Expr y = chain.x().plus(step);
      Expr logDensity = density.logProb(scope, y.stopGradient());
      chain = chain.next(scope, noise.stream(scope, 2L * i + 1), new Acceptance(y, logDensity));
    }
    return chain.x();
  }
}
