package io.github.tfflows.core.base;

import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.UnitLogistic;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The logistic distribution with independent entries: {@code log p(x) = Σ (-zᵢ - 2 log(1 +
 * exp(-zᵢ)) - log sᵢ)} nats on all of ℝᵈ, with {@code zᵢ = (xᵢ - μᵢ)/sᵢ}. The base of NICE (Dinh et
 * al., 2014, arXiv:1410.8516, section 3.4).
 *
 * <p>Draws are logits of uniform numbers; they are differentiable in the parameters.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code s}, positive, or where they start
 */
public record Logistic(List<Double> location, List<Double> scale, Trainability trainability)
    implements LocationScale, Cumulative {
  public Logistic {
    location = Entries.finite("location", location);
    scale = Entries.positive("scale", scale);
    Entries.requireAsMany("location", location, "scale", scale);
  }

  public static Logistic fixed(List<Double> location, List<Double> scale) {
    return new Logistic(location, scale, Trainability.FIXED);
  }

  /**
   * Returns a logistic distribution of {@code d} entries that starts at the standard one and is
   * trained.
   */
  public static Logistic trainable(int d) {
    return new Logistic(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public UnaryOperator<Expr> logStandard(GraphScope scope) {
    return new UnitLogistic()::logDensity;
  }

  @Override
  public Expr standardDraws(GraphScope scope, Noise noise) {
    return new UnitLogistic().quantile(noise.openUniform(scope, eventShape()));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    return Tails.of(standardized(scope, x), logScale(scope), new UnitLogistic());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return moved(scope, new UnitLogistic().quantile(logBelow, logAbove));
  }

  @Override
  public Optional<Summary> summary() {
    return Optional.of(summary(2, Math.PI * Math.PI / 3));
  }
}
