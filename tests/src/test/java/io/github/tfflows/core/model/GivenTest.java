package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GivenTest {
  private static final float[][] X = {{1, 2}, {-1, 0.5f}, {0.3f, -2}};
  private static final float[] C = {0.5f, -1, 2};

  private static final CompiledDistribution MODEL = model();

  private static CompiledDistribution model() {
    TransformedDistribution flow = Flows.realNvp(2, 2, Mlp.of(8));
    return CompiledDistribution.compile(flow, 3, MovedWeights.of(flow, 3), Execution.defaults());
  }

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void oneContextHoldsForAllRows() {
    Density once = MODEL.given(C);
    Density thrice = MODEL.given(C, C, C);
    assertArrayEquals(thrice.logProb(X), once.logProb(X));
    assertArrayEquals(thrice.sample(3, 7), once.sample(3, 7));
    assertArrayEquals(thrice.inverse(X).logDet(), once.inverse(X).logDet());
    assertArrayEquals(thrice.forward(X).logDet(), once.forward(X).logDet());
    assertEquals(MODEL.eventShape(), once.eventShape());
    assertEquals(0, once.sample(0, 7).length);
  }

  @Test
  void everyRowHasItsOwnContext() {
    float[] other = {3, 1, 0};
    float[] logProb = MODEL.given(C, other, C).logProb(X);
    assertEquals(MODEL.given(C).logProb(X)[0], logProb[0], 1e-5f);
    assertEquals(MODEL.given(other).logProb(X)[1], logProb[1], 1e-5f);
    assertNotEquals(MODEL.given(C).logProb(X)[1], logProb[1], 1e-3f);
  }

  @Test
  void anUnconditionalModelHasContextsWithoutColumns() {
    try (CompiledDistribution plain = CompiledDistribution.compile(Flows.realNvp(2), 1)) {
      assertArrayEquals(plain.logProb(X), plain.given(Rows.empty(3)).logProb(X));
      Expect.rejected("unconditional", () -> plain.given(C));
    }
  }

  @Test
  void contextsThatDoNotFitAreRefused() {
    Expect.rejected("3 columns", () -> MODEL.given(new float[] {1, 2}));
    Expect.rejected("3 rows", () -> MODEL.given(C, C).logProb(X));
    Expect.rejected("5 rows", () -> MODEL.given(C, C).sample(5, 1));
    Expect.rejected("-1", () -> MODEL.given(C).sample(-1, 1));
    Expect.rejected("NaN", () -> MODEL.given(new float[] {1, Float.NaN, 2}));
    Expect.rejected("model.given(context)", () -> MODEL.logProb(X));
    Expect.rejected("3 columns", () -> MODEL.sample(1, 0));
  }
}
