package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map of one parameter, {@code y = x + s·tanh x} within ±8 with {@code |s| < 0.9}. */
public class LambdaTest implements ScalarBijectorContract {
  private static final BiFunction<Dual, Expr, Dual> BEND = LambdaTest::bend;

  private static Dual bend(Dual x, Expr theta) {
    return x.plus(x.tanh().times(theta.entry(0).squash(0.9)));
  }

  @Override
  public ScalarBijector map() {
    return new Lambda("bend", 1, 8, BEND);
  }

  /** Where the tangents begin. */
  @Override
  public double[] edges() {
    return new double[] {-8, 0, 8};
  }

  @Test
  void isTheFormulaAndItsTangents() {
    double theta = 0.7;
    double s = theta / (1 + theta / 0.9);
    double[] x = {-7.9, -2, -0.3, 0, 0.4, 1.1, 7};
    double[] y = DoubleStream.of(x).map(at -> at + s * Math.tanh(at)).toArray();
    double[] logSlope =
        DoubleStream.of(x).map(at -> Math.log1p(s / Math.pow(Math.cosh(at), 2))).toArray();
    new ScalarTrial(map(), theta).expectMap(1e-14, x, y, logSlope);
    double slope = 1 + s / Math.pow(Math.cosh(8), 2);
    new ScalarTrial(map(), theta)
        .expectMap(
            1e-14,
            new double[] {30},
            new double[] {8 + s * Math.tanh(8) + 22 * slope},
            new double[] {Math.log(slope)});
  }

  @Test
  void isLoadedButItsDefinitionIsNotReadBack(@TempDir Path folder) throws IOException {
    Expect.noDefinition(map(), folder, "Lambda[bend");
  }

  @Test
  void rejectsWhatIsNoMap() {
    assertEquals("bend", map().name());
    Expect.rejected("got \"a.b\"", () -> new Lambda("a.b", 1, 8, BEND));
    Expect.rejected("got -1", () -> new Lambda("bend", -1, 8, BEND));
    Expect.rejected("got Infinity", () -> new Lambda("bend", 1, Double.POSITIVE_INFINITY, BEND));
  }
}
