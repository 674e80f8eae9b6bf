package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class AbsoluteValueTest {
  /** By scipy.stats.foldnorm 1.17.1. */
  @Test
  void isTheFoldedNormalDistribution() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(1.0), List.of(0.5));
    Distribution folded = new Surjected(normal, AbsoluteValue.of(0));
    Densities.assertLogProb(-1.1189552004907775, folded, 0.3);
    Densities.assertLogProb(-4.725791350583574, folded, 2.5);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(folded, -0.1).at(0));
  }

  @Test
  void otherEntriesKeepTheirSigns() {
    DiagonalNormal normal = DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
    Distribution folded = new Surjected(normal, AbsoluteValue.of(1));
    Values at = Densities.at(normal, -0.7, 0.4, -0.7, -0.4);
    double both = Math.log(Math.exp(at.at(0)) + Math.exp(at.at(1)));
    Densities.assertLogProb(both, folded, -0.7, 0.4);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(folded, -0.7, -0.4).at(0));
    Values z = Densities.draws(new Surjected(normal, AbsoluteValue.of(0, 1)), 200, 3, 4);
    Values x = Densities.draws(folded, 200, 3, 4);
    assertEquals(0, z.distance(x.map(Math::abs)));
    assertEquals(0, IntStream.range(0, 200).filter(i -> x.at(2 * i + 1) < 0).count());
    double negative = IntStream.range(0, 200).filter(i -> x.at(2 * i) < 0).count();
    assertEquals(60, negative, 25);
  }

  @Test
  void rejectsOtherEntries() {
    DiagonalNormal normal = DiagonalNormal.trainable(2);
    Expect.rejected("[]", AbsoluteValue::of);
    Expect.rejected("[0, 0]", () -> AbsoluteValue.of(0, 0));
    Expect.rejected("[-1]", () -> AbsoluteValue.of(-1));
    Expect.rejected("10 different", () -> AbsoluteValue.of(IntStream.range(0, 11).toArray()));
    Expect.rejected("entry 2", () -> new Surjected(normal, AbsoluteValue.of(2)));
    Expect.rejected("[2, 2]", () -> AbsoluteValue.of(0).forwardEventShape(Shape.of(2, 2)));
  }
}
