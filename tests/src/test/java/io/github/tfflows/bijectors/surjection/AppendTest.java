package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class AppendTest implements DistributionContract {
  private static final String KERNEL = "surjection.rest.network.output.kernel";
  private static final String BIAS = "surjection.rest.network.output.bias";

  /** Nothing is appended to a single entry. */
  @Override
  public boolean hasDistributionFunctions(int d) {
    return d == 1;
  }

  @Override
  public Distribution distribution(int d) {
    Distribution base = DiagonalNormal.trainable((d + 1) / 2);
    return d == 1 ? base : new Surjected(base, new Append(ConditionalNormal.linear(d / 2)));
  }

  @Override
  public List<String> parameterNames(int d) {
    return d == 1
        ? List.of("mean", "log_scale")
        : List.of(KERNEL, BIAS, "base.mean", "base.log_scale");
  }

  @Override
  public double parameter(String name, RandomGenerator random) {
    return 0.1 * random.nextGaussian();
  }

  @Test
  void theRestSeesTheContextToo() {
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("c", Shape.of(-1, 3));
      Expr x = bench.input("x", Shape.of(-1, 4));
      Distribution joint =
          new Surjected(StandardNormal.of(2), new Append(new ConditionalNormal(2, Mlp.of(8))));
      Expr log = joint.logProb(bench.scope(context), x);
      assertEquals(1, log.rank());
      assertEquals(
          Shape.of(5, 8), bench.parameterShapes().get("surjection.rest.network.dense_0.kernel"));
    }
  }

  @Test
  void imagesGainChannels() {
    Append channel = new Append(new StandardNormal(Shape.of(2, 2, 1)));
    assertEquals(Shape.of(2, 2, 4), channel.forwardEventShape(Shape.of(2, 2, 3)));
    Expect.rejected("[4, 2, 3]", () -> channel.forwardEventShape(Shape.of(4, 2, 3)));
    Expect.rejected("[2]", () -> channel.forwardEventShape(Shape.of(2)));
  }
}
