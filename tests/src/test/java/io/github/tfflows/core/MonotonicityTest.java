package io.github.tfflows.core;

import static io.github.tfflows.core.Monotonicity.DECREASING;
import static io.github.tfflows.core.Monotonicity.INCREASING;
import static io.github.tfflows.core.Monotonicity.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.CircularShift;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Power;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MonotonicityTest {
  private static final Shape ONE = Shape.of(1);
  private static final Shape TWO = Shape.of(2);
  private static final Power RECIPROCAL = Power.reciprocal();

  @Test
  void twoDecreasingMapsMakeAnIncreasingOne() {
    assertEquals(DECREASING, Chain.of(new Exp(), RECIPROCAL).monotonicity(TWO));
    assertEquals(INCREASING, Chain.of(new Exp(), RECIPROCAL, RECIPROCAL).monotonicity(TWO));
    Bijector inverted = new Bijector.Inverted(Chain.of(new Exp(), RECIPROCAL));
    assertEquals(DECREASING, inverted.monotonicity(TWO));
    assertEquals(INCREASING, new Sandwich(RECIPROCAL, new Power(2)).monotonicity(TWO));
    assertEquals(DECREASING, new Sandwich(new Power(2), RECIPROCAL).monotonicity(TWO));
  }

  @Test
  void repeatedMapsAreAsMonotoneAsTheirProduct() {
    Bijector coupling = new Coupling(new Affine(), Mlp.of(4));
    assertEquals(INCREASING, Chain.of(coupling, coupling, coupling).monotonicity(ONE));
    assertEquals(NONE, Chain.of(coupling, coupling).monotonicity(TWO));
    assertEquals(INCREASING, Chain.of(RECIPROCAL, RECIPROCAL).monotonicity(TWO));
    assertEquals(DECREASING, Chain.of(RECIPROCAL, RECIPROCAL, RECIPROCAL).monotonicity(TWO));
  }

  @Test
  void mapsOfOneKindBesideEachOtherAreOfThatKind() {
    Blockwise.Part rising = new Blockwise.Part(1, new Exp());
    Blockwise.Part falling = new Blockwise.Part(1, RECIPROCAL);
    assertEquals(INCREASING, Blockwise.of(rising, rising).monotonicity(TWO));
    assertEquals(DECREASING, Blockwise.of(falling, falling).monotonicity(TWO));
    assertEquals(NONE, Blockwise.of(rising, falling).monotonicity(TWO));
  }

  @Test
  void hostsMixAllEntriesButOne() {
    Bijector autoregressive = new MaskedAutoregressive(new Affine(), Made.of(4));
    Bijector coupling = new Coupling(new Affine(), Mlp.of(4));
    assertEquals(INCREASING, autoregressive.monotonicity(ONE));
    assertEquals(INCREASING, coupling.monotonicity(ONE));
    assertEquals(NONE, autoregressive.monotonicity(TWO));
    assertEquals(NONE, coupling.monotonicity(TWO));
    assertEquals(NONE, Chain.of(new Exp(), coupling, new Sigmoid(0, 1)).monotonicity(TWO));
    assertEquals(
        INCREASING,
        new MaskedAutoregressive(Sigmoid.unit(), Made.of(4)).monotonicity(TWO),
        "it has no parameters to depend on others");
  }

  @Test
  void matricesOfOneNumberHaveTheSignOfTheirStart() {
    InvertibleLinear.Start permutation = InvertibleLinear.Start.PERMUTATION;
    assertEquals(INCREASING, new InvertibleLinear(1, permutation, 3).monotonicity(ONE));
    assertEquals(NONE, new InvertibleLinear(2, permutation, 3).monotonicity(TWO));
    assertEquals(INCREASING, Permutation.reverse(1).monotonicity(ONE));
    assertEquals(NONE, Permutation.reverse(2).monotonicity(TWO));
  }

  @Test
  void readyMadeFlowsOfOneEntryAreMonotone() {
    assertEquals(INCREASING, Flows.forData(1000, 1).bijector().monotonicity(ONE));
    assertEquals(INCREASING, Flows.maf(1).bijector().monotonicity(ONE));
    assertEquals(INCREASING, Flows.planar(1, 2).bijector().monotonicity(ONE));
    assertEquals(INCREASING, Flows.radial(1, 2).bijector().monotonicity(ONE));
    assertEquals(NONE, Flows.forData(1000, 2).bijector().monotonicity(TWO));
  }

  @Test
  void aCircleHasNoOrder() {
    assertEquals(NONE, new CircularShift(Math.PI).monotonicity(ONE));
  }
}
