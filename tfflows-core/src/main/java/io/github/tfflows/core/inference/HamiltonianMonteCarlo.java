package io.github.tfflows.core.inference;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Hamiltonian Monte Carlo (Duane et al., 1987, Physics Letters B 195, 216-222; Neal, 2011,
 * arXiv:1206.1901, section 5.3.2): each step draws a momentum {@code v ~ N(0, I)}, follows the
 * dynamics of the potential {@code -log p̃} by leapfrogs, and accepts the end with the probability
 * of the ratio of {@code p̃(x)·exp(-½|v|²)} at both ends. With a single leapfrog it is the Langevin
 * algorithm with Metropolis adjustment.
 *
 * <pre>{@code
 * v ← v + ½ε·∇log p̃(x)    x ← x + ε·v    v ← v + ½ε·∇log p̃(x)
 * }</pre>
 *
 * <p>The density must have a gradient, so it must not contain loops. Training treats the forces
 * along a path as constants, since most ops have no second derivative.
 *
 * @param stepSize the length {@code ε} of a leapfrog, positive
 * @param leapfrogs the number of leapfrogs of a step, at least one
 * @param steps the number of steps, at least one
 */
public record HamiltonianMonteCarlo(double stepSize, int leapfrogs, int steps)
    implements TransitionKernel {
  public HamiltonianMonteCarlo {
    Require.positive("stepSize", stepSize);
    Require.atLeast("leapfrogs", leapfrogs, 1);
    Require.atLeast("steps", steps, 1);
  }

  /**
   * Returns the Langevin algorithm with Metropolis adjustment (Roberts and Tweedie, 1996, Bernoulli
   * 2, 341-363), whose proposals are {@code x + ½ε²·∇log p̃(x) + ε·N(0, I)}.
   *
   * @param stepSize the length {@code ε}
   * @param steps the number of steps
   */
  public static HamiltonianMonteCarlo langevin(double stepSize, int steps) {
    return new HamiltonianMonteCarlo(stepSize, 1, steps);
  }

  private record State(Expr x, Expr v, Force force) {}

  /** A log-density and its gradient at points, both held constant. */
  private record Force(Expr logDensity, Expr slope) {
    static Force at(GraphScope scope, LogDensity density, Expr x) {
      GraphScope place = scope.differentiated();
      Expr point = place.expr(place.tf().identity(x.stopGradient()));
      Expr logDensity = density.logProb(place, point);
      Graph graph = (Graph) scope.tf().scope().env();
      Output<?>[] by = {point.asOutput()};
      Output<?> slope = graph.addGradients(logDensity.sum(0).asOutput(), by)[0];
      return new Force(logDensity.stopGradient(), scope.expr(typed(slope)).stopGradient());
    }

    @SuppressWarnings("unchecked") // a gradient has the type of its point
    private static Operand<TFloating> typed(Output<?> slope) {
      return (Output<TFloating>) slope;
    }
  }

  @Override
  public Expr moved(GraphScope scope, LogDensity density, Noise noise, Expr x) {
    Shape event = x.shape().tail();
    Expr reached = x;
    Force force = Force.at(scope, density, x);
    for (int i = 0; i < steps; i++) {
      Expr v = noise.stream(scope, 2L * i).normal(scope, event);
      State begin = new State(reached, v, force);
      State end = followed(scope, density, begin);
      reached = accepted(scope, noise.stream(scope, 2L * i + 1), begin, end);
      force = i + 1 < steps ? Force.at(scope, density, reached) : force;
    }
    return reached;
  }

  private State followed(GraphScope scope, LogDensity density, State begin) {
    State at = begin;
    for (int i = 0; i < leapfrogs; i++) {
      Expr half = at.v.plus(at.force.slope.times(stepSize / 2));
      Expr x = at.x.plus(half.times(stepSize));
      Force force = Force.at(scope, density, x);
      at = new State(x, half.plus(force.slope.times(stepSize / 2)), force);
    }
    return at;
  }

  private static Expr accepted(GraphScope scope, Noise noise, State begin, State end) {
    return new Acceptance(begin.x, energy(begin))
        .next(scope, noise, new Acceptance(end.x, energy(end)))
        .x();
  }

  /** {@code log p̃(x) - ½|v|²}. */
  private static Expr energy(State at) {
    return at.force.logDensity.minus(at.v.square().sumEvent().times(0.5));
  }
}
