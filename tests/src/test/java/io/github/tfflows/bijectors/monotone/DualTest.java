package io.github.tfflows.bijectors.monotone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * Values by Java's arithmetic; derivatives by TensorFlow's gradients, and theirs by differences.
 */
class DualTest {
  private record Function(String name, UnaryOperator<Dual> built, DoubleUnaryOperator expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final double[] POINTS = {-2.5, -1.2, -0.3, 0.4, 1.6, 3.1};

  private static Stream<Function> functions() {
    return Stream.of(
        new Function("plus", x -> x.plus(2).plus(x).plus(x.value().zeros()), x -> 2 * x + 2),
        new Function("minus", x -> x.minus(2).minus(x.square()), x -> x - 2 - x * x),
        new Function("minus c", x -> x.minus(x.value().zeros().plus(4)), x -> x - 4),
        new Function("times", x -> x.times(3).times(x.square()), x -> 3 * x * x * x),
        new Function("times c", x -> x.times(x.value().zeros().plus(4)), x -> 4 * x),
        new Function("over", x -> x.over(x.square().plus(1)), x -> x / (x * x + 1)),
        new Function("over c", x -> x.over(x.value().zeros().plus(4)), x -> x / 4),
        new Function("negated", Dual::negated, x -> -x),
        new Function("square", Dual::square, x -> x * x),
        new Function(
            "select",
            x -> Dual.select(x.value().greater(0), x.square(), x.times(0.5)),
            x -> x > 0 ? x * x : 0.5 * x),
        new Function("sqrt", x -> x.square().plus(1).sqrt(), x -> Math.sqrt(x * x + 1)),
        new Function("exp", Dual::exp, Math::exp),
        new Function("expm1", Dual::expm1, Math::expm1),
        new Function("log", x -> x.square().plus(1).log(), x -> Math.log(x * x + 1)),
        new Function("log1p", x -> x.square().log1p(), x -> Math.log1p(x * x)),
        new Function("softplus", Dual::softplus, x -> Math.log1p(Math.exp(x))),
        new Function("sigmoid", Dual::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        new Function("tanh", Dual::tanh, Math::tanh),
        new Function("sinh", Dual::sinh, Math::sinh),
        new Function("asinh", Dual::asinh, x -> Math.log(x + Math.sqrt(x * x + 1))),
        new Function("sin", Dual::sin, Math::sin),
        new Function("cos", Dual::cos, Math::cos),
        new Function(
            "composed",
            x -> x.sin().exp().times(x.tanh()),
            x -> Math.exp(Math.sin(x)) * Math.tanh(x)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void carriesTheValueAndTheDerivative(Function function) {
    Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), POINTS));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Dual y = function.built().apply(Dual.variable(x));
      Expr slope = bench.gradient(y.value(), x);
      List<Values> run = bench.fetchAll(List.of(y.value(), y.derivative(), slope), feeds);
      Values expected = Values.rows(Shape.of(1), POINTS).map(function.expected());
      assertTrue(run.get(0).distance(expected) <= 1e-14, () -> run.get(0) + " for " + expected);
      assertTrue(run.get(1).distance(run.get(2)) <= 1e-14, () -> run.get(1) + ", " + run.get(2));
    }
  }

  /** {@code 1 - tanh²} would round to zero from 9.1 on in single precision. */
  @Test
  void theSlopeOfTheHyperbolicTangentDoesNotCancel() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr slope = Dual.variable(x).tanh().derivative();
      double found = bench.fetch(slope, Map.of("x", Values.rows(Shape.of(1), 20))).at(0);
      assertEquals(1, found / (4 * Math.exp(-40)), 1e-5);
    }
  }

  @Test
  void aSlopeThatVanishesHasAFiniteLogarithm() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Mapped y = Dual.variable(x).square().mapped();
      Expr slope = bench.gradient(y.logDet(), x);
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), 0, 0.5));
      List<Values> run = bench.fetchAll(List.of(y.logDet(), slope), feeds);
      assertEquals(Math.log(Float.MIN_NORMAL / Math.ulp(1f)), run.get(0).at(0), 1e-5);
      assertTrue(run.get(1).distance(Values.rows(Shape.of(1), 0, 2)) <= 1e-6);
    }
  }
}
