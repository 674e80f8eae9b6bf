package io.github.tfflows.core.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Constant;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One draw of the parameters of another source, each from a normal distribution. Its mean is the
 * other source's parameter; the logarithm of its scale is a further parameter. A draw is made
 * outside loops and shared by all steps of a loop.
 */
public final class DrawnParameters implements AdaptedParameters {
  private static final String LOG_SCALE = ".log_scale";

  private final GraphScope user;
  private final GraphScope scope;
  private final Noise noise;
  private final double firstLogScale;
  private final double mostLogScale;
  private final Map<String, Drawn> drawn = new LinkedHashMap<>();

  private record Drawn(Shape shape, Expr mean, Expr logScale, Expr value) {}

  /**
   * Begins a draw.
   *
   * @param user the place in the graph, with the other source
   * @param seed equal seeds give equal draws; an operand outside loops
   */
  public DrawnParameters(
      GraphScope user, Operand<TInt64> seed, double firstLogScale, double mostLogScale) {
    this.user = user;
    this.scope = LoopGraph.outside(user);
    this.noise = new Noise(scope.tf().constant(1), seed);
    this.firstLogScale = firstLogScale;
    this.mostLogScale = mostLogScale;
  }

  /** Builds the divergence of the drawn parameters from independent {@code N(0, scale²)}. */
  public Expr divergence(double scale) {
    Expr sum = scope.constant(0);
    for (Drawn each : drawn.values()) {
      Expr squares = each.mean.square().plus(each.logScale.times(2).exp());
      Expr perWeight =
          squares.times(0.5 / (scale * scale)).minus(each.logScale).plus(Math.log(scale) - 0.5);
      sum = sum.plus(perWeight.reshape(-1).sumLast());
    }
    return sum;
  }

  @Override
  public Operand<TFloating> parameter(Declaration mean) {
    if (mean.kind() != Kind.TRAINABLE) {
      return source().parameter(mean);
    }
    Drawn known = drawn.get(mean.name());
    if (known == null || !known.shape.equals(mean.shape())) { // the source refuses another shape
      known = draw(mean);
      drawn.put(mean.name(), known);
    }
    return user.expr(known.value);
  }

  private Drawn draw(Declaration declared) {
    Shape shape = declared.shape();
    Expr mean = scope.expr(scope.parameters().parameter(declared));
    Declaration ofLogScale =
        new Declaration(
            declared.name() + LOG_SCALE,
            shape,
            new Constant<>(firstLogScale),
            Kind.TRAINABLE,
            Optional.empty());
    Expr logScale =
        scope.expr(scope.parameters().parameter(ofLogScale)).clip(-mostLogScale, mostLogScale);
    Expr standard =
        noise.stream(scope, declared.name().hashCode())
            .normal(scope, shape)
            .reshape(shape.asArray());
    return new Drawn(shape, mean, logScale, mean.plus(logScale.exp().times(standard)));
  }

  @Override
  public ParameterSource source() {
    return user.parameters();
  }
}
