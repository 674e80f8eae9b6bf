package io.github.tfflows.core.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutLossTest {
  private static double[] losses(int count, double last) {
    double[] losses = IntStream.range(0, count).mapToDouble(i -> i % 5).toArray();
    losses[count - 1] = last;
    return losses;
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 1e30, -1e30, Double.POSITIVE_INFINITY, Double.NaN})
  void oneRowDecidesNothing(double last) {
    HeldOutLoss without = HeldOutLoss.ofRows(losses(500, 2));
    HeldOutLoss loss = HeldOutLoss.ofRows(losses(500, last));
    assertTrue(loss.isFinite());
    assertEquals(without.decisive(), loss.decisive(), 0.01);
    assertEquals(Arrays.stream(losses(500, last)).average().orElseThrow(), loss.mean(), 0);
  }

  @Test
  void aHundredthIsSetAsideAtEitherEnd() {
    double[] losses = {9, -9, 1, 2, 3};
    assertEquals(new HeldOutLoss(1.2, 2), HeldOutLoss.ofRows(losses));
    double[] many =
        IntStream.range(0, 200).mapToDouble(i -> i < 2 ? 1000 : i < 4 ? 1 : 0).toArray();
    assertEquals(2 / 196.0, HeldOutLoss.ofRows(many).decisive(), 1e-12);
    assertEquals(new HeldOutLoss(5, 5), HeldOutLoss.ofRows(new double[] {1, 9}));
  }

  @Test
  void manyRowsThatAreNotFiniteShow() {
    assertFalse(HeldOutLoss.ofRows(new double[] {1, 2, Double.NaN, Double.NaN}).isFinite());
  }

  @Test
  void allDrawsDecide() {
    assertEquals(new HeldOutLoss(4, 4), HeldOutLoss.ofDraws(new double[] {0, 0, 0, 16}));
  }

  @Test
  void aFiniteLossIsBelowOneThatIsNot() {
    HeldOutLoss finite = HeldOutLoss.ofDraws(new double[] {1});
    HeldOutLoss none = HeldOutLoss.ofDraws(new double[] {Double.NaN});
    assertTrue(finite.isBelow(none));
    assertFalse(finite.isBelow(finite));
    assertTrue(finite.isBelow(HeldOutLoss.ofDraws(new double[] {2})));
  }
}
