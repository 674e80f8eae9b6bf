package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of which the contract is all that there is to check. */
@ParameterizedClass
@EnumSource
record PlainMapTest(Plain plain) implements ScalarBijectorContract {
  /** A map and its values at zero parameters. */
  @SuppressWarnings("ImmutableEnumChecker") // functions
  enum Plain {
    ADDITIVE(new Additive(), x -> x),
    EXP(new Exp(), Math::exp),
    SOFTPLUS(new Softplus(), x -> Math.log1p(Math.exp(x))),
    TANH(new Tanh(), Math::tanh),
    SINH(new Sinh(), Math::sinh),
    RECIPROCAL(Power.reciprocal(), x -> 1 / x);

    private final ScalarBijector map;
    private final DoubleUnaryOperator image;

    Plain(ScalarBijector map, DoubleUnaryOperator image) {
      this.map = map;
      this.image = image;
    }
  }

  @Override
  public ScalarBijector map() {
    return plain.map;
  }

  @Override
  public double image(double x) {
    return plain.image.applyAsDouble(x);
  }

  /** Further out, the inverses of some are too steep for central differences. */
  @Override
  public double spread() {
    return plain == Plain.TANH || plain == Plain.RECIPROCAL ? 1 : 2;
  }

  @Override
  public double[] edges() {
    boolean isHyperbolic = plain == Plain.TANH || plain == Plain.SINH;
    return isHyperbolic ? new double[] {0, 1, -1, 10, -10, 90} : new double[] {0};
  }
}
