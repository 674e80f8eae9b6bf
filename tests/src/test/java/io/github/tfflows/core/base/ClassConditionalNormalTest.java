package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class ClassConditionalNormalTest {
  @Test
  void eachClassHasItsGaussian() {
    ClassConditionalNormal normal = new ClassConditionalNormal(2, Shape.of(2));
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("context", Shape.of(-1, 2));
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr logProb = normal.logProb(bench.scope(context), x);
      Values at =
          bench.fetch(
              logProb,
              Map.of(
                  "x", Values.rows(Shape.of(2), 1, 2, 1, 2),
                  "context", Values.rows(Shape.of(2), 1, 0, 0, 1),
                  "means", Values.rows(Shape.of(2), 1, 2, 0, 0),
                  "log_scales", Values.rows(Shape.of(2), 0.5, 0.25, -0.5, 0)));
      assertEquals(-0.75 - Math.log(2 * Math.PI), at.at(0), 1e-14);
      double far = -0.5 * Math.E - 2 + 0.5;
      assertEquals(far - Math.log(2 * Math.PI), at.at(1), 1e-14);
    }
  }

  /** The four places of an image share the mean of their channel. */
  @Test
  void imagesHaveNumbersForEachChannel() {
    ClassConditionalNormal normal = new ClassConditionalNormal(1, Shape.of(2, 2, 3));
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("context", Shape.of(-1, 1));
      Expr x = bench.input("x", Shape.of(-1, 2, 2, 3));
      Expr logProb = normal.logProb(bench.scope(context), x);
      Expr drawn = normal.sample(bench.scope(context), bench.noise(2, 1, 2)).value();
      Map<String, Values> feeds =
          Map.of(
              "x", Values.ones(Shape.of(2, 2, 2, 3)),
              "context", Values.ones(Shape.of(2, 1)),
              "means", Values.rows(Shape.of(3), 1, 1, 3),
              "log_scales", Values.zeros(Shape.of(1, 3)));
      double expected = -0.5 * 4 * 4 - 6 * Math.log(2 * Math.PI);
      assertEquals(expected, bench.fetch(logProb, feeds).at(1), 1e-13);
      assertEquals(Shape.of(2, 2, 2, 3), bench.fetch(drawn, feeds).shape());
    }
  }

  @Test
  void rejectsOtherContexts() {
    ClassConditionalNormal normal = new ClassConditionalNormal(2, Shape.of(2));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected("context of 2 columns", () -> normal.logProb(bench.scope(), x));
      Expr three = bench.input("context", Shape.of(-1, 3));
      Expect.rejected("context of 2 columns", () -> normal.logProb(bench.scope(three), x));
    }
    Expect.rejected("got 0", () -> new ClassConditionalNormal(0, Shape.of(2)));
    Expect.rejected("[0]", () -> new ClassConditionalNormal(2, Shape.of(0)));
  }
}
