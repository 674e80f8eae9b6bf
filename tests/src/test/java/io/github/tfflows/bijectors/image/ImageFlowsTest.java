package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.image.CheckerboardCoupling.Squares;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Flows of images and their layers. */
class ImageFlowsTest {
  private static final Shape IMAGE = Shape.of(4, 4, 1);

  private static final Shape SMALL = Shape.of(2, 2, 1);

  /** Logit(0.05) of normflows 1.7.3 at (x + 0.5) / 256, less log 256. */
  @ParameterizedTest
  @CsvSource({
    "-0.5, -2.9444389791664403, -2.603512392195847",
    "3.25, -2.6964426503170467, -2.823559402269239",
    "127.5, 0, -4.264243599017497",
    "200, 1.1248261094556387, -3.963326336657688",
    "255.5, 2.9444389791664416, -2.603512392195846"
  })
  void greyValuesAreMappedToLogits(double grey, double logit, double logDet) {
    MappedRows.of(new double[] {logit}, new double[] {grey}, -logDet)
        .assertMappedBy(Pixels.bytes().fromReals(), 1e-12);
  }

  /** Uniform noise in a cell of each of 256 values costs eight bits, whatever the unit. */
  @Test
  void uniformImagesCostTheirBits() {
    assertEquals(8, Pixels.bytes().bitsPerDimension(-SMALL.size() * Math.log(256), SMALL), 1e-12);
    assertEquals(8, new Pixels(256, 1 / 256.0).bitsPerDimension(0, SMALL), 1e-12);
    assertEquals(3, new Pixels(8, 0.5).bitsPerDimension(-4 * Math.log(4), SMALL), 1e-12);
  }

  @Test
  void noiseFillsTheGapsAndStaysInside() {
    Pixels pixels = new Pixels(4, 0.5);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, pixels.noise(SMALL));
    Rows ends = Rows.of(new float[] {0, 1.5f, 0, 1.5f}, 2, 2, 1);
    for (float value : Data.of(ends).dequantized(pixels.noise(SMALL), 3).x().values()) {
      assertTrue(value > pixels.fromReals().low() && value < pixels.fromReals().high());
    }
    assertEquals(-0.25 - 0.1 / 0.9, pixels.fromReals().low(), 1e-12);
    assertEquals(1.75 + 0.1 / 0.9, pixels.fromReals().high(), 1e-12);
  }

  /** SqueezeTransform of nflows 0.14 and Squeeze of normflows 1.7.3, their channels moved last. */
  @Test
  void squeezedChannelsHaveTheOrderOfOtherLibraries() {
    Shape event = Shape.of(2, 4, 3);
    double[] counted = IntStream.range(0, 24).asDoubleStream().toArray();
    double[] expected = {
      0, 3, 12, 15, 1, 4, 13, 16, 2, 5, 14, 17, 6, 9, 18, 21, 7, 10, 19, 22, 8, 11, 20, 23
    };
    try (Workbench bench = Workbench.float64()) {
      Map<String, Values> feeds = Map.of("x", Values.rows(event, counted));
      assertEquals(
          Values.rows(Shape.of(1, 2, 12), expected),
          bench.fetch(
              new Squeeze().forward(bench.scope(), bench.input("x", event.prepend(-1))).value(),
              feeds));
    }
  }

  @Test
  void squeezingHalvesHeightAndWidth() {
    Squeeze squeeze = new Squeeze();
    assertEquals(Shape.of(14, 8, 4), squeeze.forwardEventShape(Shape.of(28, 16, 1)));
    assertEquals(Shape.of(28, 16, 1), squeeze.inverseEventShape(Shape.of(14, 8, 4)));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Expect.rejected("[3, 2, 2]", () -> ImageFlows.glow(Shape.of(6, 4, 1), 2, 1, 4));
    Expect.rejected("levels must be at least 1, got 0", () -> ImageFlows.glow(IMAGE, 0, 1, 4));
    Expect.rejected("steps must be at least 1, got 0", () -> ImageFlows.glow(IMAGE, 1, 0, 4));
    Expect.rejected("levels must be at least 1, got -1", () -> ImageFlows.realNvp(IMAGE, -1, 4));
    Expect.rejected("got 0", () -> ImageFlows.realNvp(IMAGE, 1, 0));
    Expect.rejected("[16]", () -> ImageFlows.realNvp(Shape.of(16), 1, 4));
    Squeeze squeeze = new Squeeze();
    Expect.rejected("[3, 2, 1]", () -> squeeze.forwardEventShape(Shape.of(3, 2, 1)));
    Expect.rejected("[2, 3, 1]", () -> squeeze.forwardEventShape(Shape.of(2, 3, 1)));
    Expect.rejected("[4]", () -> squeeze.forwardEventShape(Shape.of(4)));
    Expect.rejected("[1, 1, 6]", () -> squeeze.inverseEventShape(Shape.of(1, 1, 6)));
    Expect.rejected("[1, 4]", () -> squeeze.inverseEventShape(Shape.of(1, 4)));
    Expect.rejected("got 1 and", () -> new Pixels(1, 1));
    Expect.rejected("0.0", () -> new Pixels(2, 0));
    Expect.rejected("NaN", () -> new Pixels(2, Double.NaN));
    Bijector squeezed = new Squeeze().inverted();
    Expect.rejected("none", () -> new MultiScale(Shape.of(4, 4, 1), List.of()));
    Expect.rejected("[2]", () -> new MultiScale(Shape.of(2), List.of(squeezed)));
    Expect.rejected(
        "[3, 3, 2]", () -> new MultiScale(Shape.of(6, 6, 1), List.of(squeezed, squeezed)));
    Expect.rejected(
        "[4, 4, 1]", () -> new MultiScale(Shape.of(4, 4, 1), List.of(squeezed, new ActNorm())));
    MultiScale map = new MultiScale(Shape.of(4, 4, 1), List.of(squeezed));
    Expect.rejected("[15]", () -> map.forwardEventShape(Shape.of(15)));
    Expect.rejected("[4, 4]", () -> map.inverseEventShape(Shape.of(4, 4)));
    Expect.rejected("[4]", () -> AFFINE.forwardEventShape(Shape.of(4)));
    Expect.rejected("[2, 2]", () -> AFFINE.inverseEventShape(Shape.of(2, 2)));
    CircularRationalQuadratic circular = new CircularRationalQuadratic(4, Math.PI);
    Expect.rejected(
        circular.toString(),
        () -> new CheckerboardCoupling(circular, ConvolutionalNet.of(4), Squares.EVEN));
    assertTrue(AFFINE.toString().contains("ODD"));
  }

  /**
   * MultiscaleCompositeTransform and SqueezeTransform of nflows 0.14 on channels that are moved
   * last, which leave their second half once the halves are exchanged; its parts in reverse.
   */
  @Test
  void leavesTheLaterChannels() {
    MultiScale map = new MultiScale(Shape.of(4, 4, 1), List.of(dividing(8, 3), dividing(4, 2)));
    double[] counted = IntStream.range(0, 16).asDoubleStream().toArray();
    double[] expected = {0, 12, 48, 60, 6, 18, 54, 66, 8, 10, 12, 14, 24, 26, 28, 30};
    MappedRows.of(
            Values.rows(Shape.of(16), expected),
            Values.rows(Shape.of(4, 4, 1), counted),
            -19.879253198304003)
        .assertMappedBy(map, 1e-12);
  }

  private static Bijector dividing(int channels, double by) {
    return Chain.of(
        new Standardize(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1 / by)),
        new Squeeze().inverted());
  }

  /** Of three channels, one stays. */
  @Test
  void dividesOddNumbersOfChannelsAsCouplingsDo() {
    MultiScale map = new MultiScale(Shape.of(1, 2, 3), List.of(new ActNorm(), new ActNorm()));
    try (Workbench bench = Workbench.float64()) {
      Mapped z = map.inverse(bench.scope(), bench.input("x", Shape.of(-1, 1, 2, 3)));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6));
      assertEquals(Values.rows(Shape.of(6), 1, 4, 2, 3, 5, 6), bench.fetch(z.value(), feeds));
    }
  }

  private static final Shape BOARD = Shape.of(3, 2, 2);
  private static final CheckerboardCoupling AFFINE =
      new CheckerboardCoupling(new Affine(), ConvolutionalNet.of(4).within(5), Squares.ODD);

  @ParameterizedTest
  @EnumSource
  void keepsTheSquaresOfOneColour(Squares kept) {
    CheckerboardCoupling coupling =
        new CheckerboardCoupling(new Additive(), ConvolutionalNet.of(4), kept);
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", BOARD.prepend(-1));
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
      Expr x = bench.input("x", BOARD.prepend(-1));
      Expr mask = bench.input("mask", BOARD.prepend(-1));
      Mapped y = AFFINE.inverse(bench.scope().withPresence(mask), x);
      Map<String, Values> feeds = feeds(bench);
      for (int absent = 0; absent < BOARD.size(); absent++) {
        feeds.put("mask", Values.ones(BOARD.prepend(1)).with(absent, 0));
        Values here = bench.fetch(y.value(), feeds);
        Values logDet = bench.fetch(y.logDet(), feeds);
        Map<String, Values> other = new HashMap<>(feeds);
        other.put("x", Values.fed(feeds, "x").with(absent, 77));
        assertEquals(here.with(absent, 77), bench.fetch(y.value(), other));
        assertEquals(logDet, bench.fetch(y.logDet(), other));
      }
      feeds.put("mask", Values.ones(BOARD.prepend(1)));
      assertNotEquals(0, bench.fetch(y.logDet(), feeds).at(0));
    }
  }

  private static Map<String, Values> feeds(Workbench bench) {
    SplittableRandom random = new SplittableRandom(4);
    Map<String, Values> feeds = bench.gaussianParameters(0.5, random);
    feeds.put("x", Values.gaussian(BOARD.prepend(1), 1, random));
    return feeds;
  }

  @Test
  void theOtherColourIsTheOther() {
    assertEquals(Squares.ODD, Squares.EVEN.others());
    assertEquals(Squares.EVEN, Squares.ODD.others());
  }
}
