package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.Optional;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A Gaussian with independent entries for each class: the context {@code c} is the class, one-hot,
 * and selects rows of two trained matrices,
 *
 * <pre>{@code μ = c·M,   log σ = c·S,   log p(x|c) = Σ log N(xᵢ; μᵢ, σᵢ²)}</pre>
 *
 * <p>nats. The matrices have one column for each entry of the last axis, so an image has a mean and
 * a scale for each channel, as in the top level of a class-conditional Glow (Kingma and Dhariwal,
 * 2018, arXiv:1807.03039). It starts as {@code N(0, I)} for every class. A context that mixes
 * classes mixes their means and log-scales. Draws are differentiable in all parameters.
 *
 * @param classes the number of classes and of columns of the context, at least one
 */
public record ClassConditionalNormal(int classes, Shape eventShape) implements Distribution {
  public ClassConditionalNormal {
    Require.known(eventShape);
    Require.atLeast("classes", classes, 1);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr logScale = selected(scope, "log_scales", x);
    Expr z = scope.presentOnly(x).minus(selected(scope, "means", x)).over(logScale.exp());
    Expr standard = new UnitNormal().logDensity(z);
    return scope.sumPresent(standard.minus(logScale));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape);
    Expr scale = selected(scope, "log_scales", z).exp();
    Expr x = z.times(scale).plus(selected(scope, "means", z));
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        new UnitNormal()
            .marginals()
            .mapped(
                (scope, z) ->
                    z.times(selected(scope, "log_scales", z).exp())
                        .plus(selected(scope, "means", z)),
                (scope, x) ->
                    x.minus(selected(scope, "means", x))
                        .over(selected(scope, "log_scales", x).exp())));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        Summary.symmetric(
            scope -> each(scope, "log_scales").plus(UnitNormal.ENTROPY),
            scope -> each(scope, "means"),
            scope -> each(scope, "log_scales").times(2).exp()));
  }

  private Expr each(GraphScope scope, String name) {
    return selected(scope, name, Entries.everywhere(scope, eventShape.prepend(1), 0));
  }

  /** Returns the row of the event's class, for each vector along the last axis of {@code x}. */
  private Expr selected(GraphScope scope, String name, Expr x) {
    Expr context =
        scope.context().filter(each -> each.size(-1) == classes).orElseThrow(this::unclear);
    Shape perClass = Shape.of(classes, eventShape.get(-1));
    Expr rows = context.matMul(scope.parameter(name, perClass, new Zeros<>()));
    return scope.withContext(rows).contextAlong(x).orElseThrow();
  }

  private IllegalArgumentException unclear() {
    return new IllegalArgumentException(
        "%s needs a context of %s columns, one for each class".formatted(this, classes));
  }
}
