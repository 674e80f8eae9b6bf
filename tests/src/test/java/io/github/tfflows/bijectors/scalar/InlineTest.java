package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InlineTest implements ScalarBijectorContract {
  private static final ScalarBijector.Direction ASINH =
      (scope, x, theta) -> new Mapped(x.asinh(), logCosh(x.asinh()).negated());

  private static final ScalarBijector.Direction SINH =
      (scope, y, theta) -> {
        Expr within = y.clip(-80, 80);
        return new Mapped(within.sinh(), logCosh(within));
      };

  private static Expr logCosh(Expr u) {
    return u.abs().plus(u.abs().times(-2).softplus()).minus(Math.log(2));
  }

  @Override
  public ScalarBijector map() {
    return Inline.of("asinh", ASINH, SINH);
  }

  @Override
  public double image(double x) {
    return Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x);
  }

  /** From TensorFlow Probability 0.25.0, {@code Inline} of the same functions. */
  @Test
  void yieldsTheReferenceValues() {
    double[] points = {-7.5, -1.2, 0, 0.3, 40};
    ScalarTrial trial = new ScalarTrial(map());
    trial.expectValues(1e-15, points, KnownScalarsTest.numbers("Inline.values"));
    trial.expectLogSlopes(1e-15, points, KnownScalarsTest.numbers("Inline.log_slopes"));
  }

  @Test
  void isLoadedButItsDefinitionIsNotReadBack(@TempDir Path folder) throws IOException {
    Expect.noDefinition(map(), folder, "Inline[asinh");
  }

  @Test
  void hasTheSetsItDeclares() {
    ScalarBijector logarithm =
        new Inline("log", ASINH, SINH, Domain.POSITIVE, Domain.REALS); // never built
    assertEquals(
        List.of(Domain.POSITIVE, Domain.REALS), List.of(logarithm.domain(), logarithm.range()));
    assertEquals("log", logarithm.name());
  }

  @Test
  void rejectsWhatIsNoName() {
    Expect.rejected("got \"\"", () -> Inline.of("", ASINH, SINH));
    Expect.rejected("got \"a.b\"", () -> Inline.of("a.b", ASINH, SINH));
  }
}
