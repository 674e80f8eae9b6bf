package io.github.tfflows.testing;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A conditional distribution given one context.
 *
 * @param given the distribution
 * @param context the context of all events
 */
public record InContext(Distribution given, List<Double> context) implements Distribution {
  @Override
  public Shape eventShape() {
    return given.eventShape();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return given.logProb(given(scope, x), x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    return given.sample(given(scope, noise.normal(scope, Shape.of(1))), noise);
  }

  @Override
  public Optional<Marginals> marginals() {
    return given
        .marginals()
        .map(
            each ->
                new Marginals(
                    given(each.cdf()),
                    given(each.survival()),
                    given(each.quantile()),
                    given(each.upperQuantile())));
  }

  private Marginals.Function given(Marginals.Function function) {
    return (scope, x) -> function.at(given(scope, x), x);
  }

  private GraphScope given(GraphScope scope, Expr rows) {
    double[] entries = context.stream().mapToDouble(Double::doubleValue).toArray();
    Expr row = scope.constant(Shape.of(1, entries.length), entries);
    Expr zeros = rows.sumEvent().zeros().expand(-1); // [n, 1]
    return scope.withContext(zeros.plus(row));
  }
}
