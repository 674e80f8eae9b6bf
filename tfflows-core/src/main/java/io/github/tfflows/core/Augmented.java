package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution of the first entries {@code x} of a joint flow {@code p(x, e)}, whose other
 * entries {@code e} a second distribution guesses from {@code x} (augmented normalizing flows:
 * Huang et al., 2020, arXiv:2002.07101; VFlow: Chen et al., 2020, arXiv:2002.09741). More entries
 * give couplings and other layers more room than the data have.
 *
 * <pre>{@code
 * log p(x) ≥ E log (1/m) Σⱼ p(x, eⱼ) / q(eⱼ | x)     eⱼ ~ q(· | x),  m draws
 * }</pre>
 *
 * <p>nats. It is equal where {@code q} is the distribution of {@code e} under {@code p} given
 * {@code x}, and the more draws, the closer it is (Burda et al., 2016, arXiv:1509.00519, theorem
 * 1). Training moves both distributions towards the highest bound, by fresh draws in each step,
 * wherever in a flow this is. Elsewhere {@link #logProb} is the bound by draws of a seed that
 * stays: an estimate, which also depends on the row's place in its batch. Draws are exact.
 *
 * @param flow the joint density {@code p}, of events {@code (x, e)} along the last axis
 * @param noise the density {@code q} of {@code e}, which has fewer entries along the last axis. Its
 *     context is that of the flow, if any, followed by the entries of {@code x}
 * @param draws the number {@code m} of draws of {@code e}, one or more
 */
public record Augmented(Distribution flow, Distribution noise, int draws) implements Distribution {
  /**
   * Checks the shapes and the number of draws.
   *
   * @throws IllegalArgumentException if there is no draw, the noise leaves no entry of the flow, or
   *     their shapes differ in other axes than the last one
   */
  public Augmented {
    if (draws < 1) {
      throw new IllegalArgumentException("expected at least one draw, got " + draws);
    }
    Shape joint = flow.eventShape();
    Shape added = noise.eventShape();
    int last = joint.numDimensions() - 1;
    if (added.numDimensions() != joint.numDimensions()
        || !added.take(last).equals(joint.take(last))
        || added.get(last) >= joint.get(last)) {
      throw new IllegalArgumentException(
          "expected noise of fewer entries along the last axis than the flow's %s, got %s"
              .formatted(joint, added));
    }
  }

  @Override
  public Shape eventShape() {
    Shape joint = flow.eventShape();
    return joint.take(joint.numDimensions() - 1).append(joint.get(-1) - noise.eventShape().get(-1));
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Noise random = Noise.ofEstimate(scope.sub("noise"), x);
    List<Expr> ratios = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      ratios.add(logRatio(scope, x, random.stream(scope, draw)));
    }
    return scope.logMeanExp(ratios);
  }

  /** {@code log p(x, e) - log q(e | x)} for a draw {@code e}. */
  private Expr logRatio(GraphScope scope, Expr x, Noise random) {
    Expr context = scope.contextBefore(x.reshape(-1, eventShape().size()));
    Sample e = noise.sample(scope.sub("noise").withContext(context), random);
    Expr joint = scope.concat(-1, List.of(x, e.value()));
    return flow.logProb(scope.sub("joint"), joint).minus(e.logProb());
  }

  /** Builds draws of the flow without their last entries, and the bound at them. */
  @Override
  public Sample sample(GraphScope scope, Noise random) {
    Expr joint = flow.sample(scope.sub("joint"), random).value();
    Expr x = joint.slice(-1, 0, Math.toIntExact(eventShape().get(-1)));
    return new Sample(x, logProb(scope, x));
  }
}
