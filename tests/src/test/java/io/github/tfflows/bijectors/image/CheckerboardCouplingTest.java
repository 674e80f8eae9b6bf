package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.image.CheckerboardCoupling.Squares;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class CheckerboardCouplingTest {
  private static final Shape IMAGE = Shape.of(3, 2, 2);
  private static final CheckerboardCoupling AFFINE =
      new CheckerboardCoupling(new Affine(), ConvolutionalNet.of(4).within(5), Squares.ODD);

  @ParameterizedTest
  @EnumSource
  void keepsTheSquaresOfOneColour(Squares kept) {
    CheckerboardCoupling coupling =
        new CheckerboardCoupling(new Additive(), ConvolutionalNet.of(4), kept);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", IMAGE.prepend(-1));
      Mapped y = coupling.forward(bench.scope(), x);
      Map<String, Values> feeds = feeds(bench);
      Values before = Values.fed(feeds, "x");
      Values after = bench.fetch(y.value(), feeds);
      for (int i = 0; i < before.size(); i++) {
        int row = i / 4;
        int column = i / 2 % 2;
        boolean stays = (row + column) % 2 == (kept == Squares.EVEN ? 0 : 1);
        assertEquals(stays, before.at(i) == after.at(i), "entry " + i);
      }
    }
  }

  /** The parameters of the moved places do not depend on these, and the kept ones stay. */
  @Test
  void absentEntriesStayAndDoNotCount() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", IMAGE.prepend(-1));
      Expr mask = bench.input("mask", IMAGE.prepend(-1));
      Mapped y = AFFINE.inverse(bench.scope().withPresence(mask), x);
      Map<String, Values> feeds = feeds(bench);
      for (int absent = 0; absent < IMAGE.size(); absent++) {
        feeds.put("mask", Values.ones(IMAGE.prepend(1)).with(absent, 0));
        Values here = bench.fetch(y.value(), feeds);
        Values logDet = bench.fetch(y.logDet(), feeds);
        Map<String, Values> other = new HashMap<>(feeds);
        other.put("x", Values.fed(feeds, "x").with(absent, 77));
        assertEquals(here.with(absent, 77), bench.fetch(y.value(), other));
        assertEquals(logDet, bench.fetch(y.logDet(), other));
      }
      feeds.put("mask", Values.ones(IMAGE.prepend(1)));
      assertNotEquals(0, bench.fetch(y.logDet(), feeds).at(0));
    }
  }

  private static Map<String, Values> feeds(Workbench bench) {
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = bench.gaussianParameters(0.5, random);
    feeds.put("x", Values.gaussian(IMAGE.prepend(1), 1, random));
    return feeds;
  }

  @Test
  void theOtherColourIsTheOther() {
    assertEquals(Squares.ODD, Squares.EVEN.others());
    assertEquals(Squares.EVEN, Squares.ODD.others());
  }

  @Test
  void rejectsWhatIsNoImageOrUnreadable() {
    Expect.rejected("[4]", () -> AFFINE.forwardEventShape(Shape.of(4)));
    Expect.rejected("[2, 2]", () -> AFFINE.inverseEventShape(Shape.of(2, 2)));
    CircularRationalQuadratic circular = new CircularRationalQuadratic(4, Math.PI);
    Expect.rejected(
        circular.toString(),
        () -> new CheckerboardCoupling(circular, ConvolutionalNet.of(4), Squares.EVEN));
    assertTrue(AFFINE.toString().contains("ODD"));
  }
}
