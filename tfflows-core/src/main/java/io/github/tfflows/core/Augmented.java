package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution of the first entries {@code x} of a joint flow {@code p(x, e)}. A second
 * distribution draws the other entries {@code e} given {@code x} (augmented normalizing flows:
 * Huang et al., 2020, arXiv:2002.07101; VFlow: Chen et al., 2020, arXiv:2002.09741). The additional
 * entries give couplings and other layers more dimensions to work in.
 *
 * <pre>{@code
 * log p(x) ≥ E log (1/m) Σⱼ p(x, eⱼ) / q(eⱼ | x)     eⱼ ~ q(· | x),  m draws
 * }</pre>
 *
 * <p>nats. The bound is tight if {@code q} equals {@code p(e | x)}, and becomes tighter with more
 * draws (Burda et al., 2016, arXiv:1509.00519, theorem 1). Training maximizes the bound over both
 * distributions, with fresh draws in each step, at any depth of a flow. Elsewhere {@link #logProb}
 * estimates the bound from draws of a fixed seed, and so depends on the row's place in its batch.
 * Draws are exact.
 *
 * @param flow the joint density {@code p}, of events {@code (x, e)} along the last axis
 * @param noise the density {@code q} of {@code e}, which has fewer entries along the last axis and
 *     equal other axes. Its context is the flow's context, if any, followed by {@code x}
 * @param draws the number {@code m} of draws of {@code e}, one or more
 */
public record Augmented(Distribution flow, Distribution noise, int draws) implements Distribution {
  public Augmented {
    Require.atLeast("draws", draws, 1);
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

  private Expr logRatio(GraphScope scope, Expr x, Noise random) {
    Expr context = scope.contextBefore(x.reshape(-1, eventShape().size()));
    Sample e = noise.sample(scope.sub("noise").withContext(context), random);
    Expr joint = scope.concat(-1, List.of(x, e.value()));
    return flow.logProb(scope.sub("joint"), joint).minus(e.logProb());
  }

  @Override
  public Sample sample(GraphScope scope, Noise random) {
    Expr joint = flow.sample(scope.sub("joint"), random).value();
    Expr x = joint.slice(-1, 0, Math.toIntExact(eventShape().get(-1)));
    return new Sample(x, logProb(scope, x));
  }
}
