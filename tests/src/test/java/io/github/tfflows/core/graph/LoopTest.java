package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

class LoopTest {
  private static final Map<String, Values> THREE =
      Map.of("x", Values.of(Shape.of(3), new double[] {1, -2, 3}));

  private static Operand<TInt32> times(GraphScope scope, int times) {
    return scope.tf().constant(times);
  }

  /** Returns the end of the first array of a loop over 1, -2 and 3. */
  private static double[] end(BiFunction<GraphScope, Expr, List<Expr>> loop) {
    try (Workbench bench = Workbench.float64()) {
      List<Expr> end = loop.apply(bench.scope(), bench.input("x", Shape.of(-1)));
      return bench.fetch(end.get(0), THREE).entries();
    }
  }

  private static double[] three(double factor) {
    return new double[] {factor, -2 * factor, 3 * factor};
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void repeatsAStep(int times) {
    double[] found =
        end(
            (scope, x) ->
                scope.repeat(
                    times(scope, times),
                    List.of(x),
                    (body, step, state) -> List.of(state.get(0).times(2))));
    assertArrayEquals(three(Math.pow(2, times)), found);
  }

  @Test
  void readsArraysOfTheGraphsAround() {
    double[] found =
        end(
            (scope, x) -> {
              Expr half = x.times(0.5);
              return scope.repeat(
                  times(scope, 2),
                  List.of(x.zeros()),
                  (outer, i, sums) ->
                      outer.repeat(
                          outer.tf().constant(3),
                          sums,
                          (inner, j, sum) -> List.of(sum.get(0).plus(inner.expr(half)))));
            });
    assertArrayEquals(three(3), found);
  }

  /** On either side of an op, from around one loop and from around two. */
  @Test
  void arithmeticTakesArraysOfTheGraphsAround() {
    double[] found =
        end(
            (scope, x) -> {
              Expr two = scope.constant(2);
              Expr matrix = scope.constant(Shape.of(1, 1), 3);
              return scope.repeat(
                  times(scope, 2),
                  List.of(x),
                  (outer, i, sums) ->
                      outer.repeat(
                          times(outer, 1),
                          sums,
                          (inner, j, sum) -> {
                            Expr doubled = two.times(sums.get(0)).minus(sum.get(0));
                            Expr row = inner.concat(0, List.of(matrix, doubled.reshape(-1, 1)));
                            Expr product = row.slice(0, 1, -1).matMul(matrix).reshape(-1);
                            return List.of(x.greater(product).select(two.times(product), product));
                          }));
            });
    assertArrayEquals(new double[] {9, -72, 27}, found);
  }

  /** A comparison of two arrays around both loops is not a number that they could capture. */
  @Test
  void conditionsAndShapesOfTheGraphsAroundMeetArraysOfALoop() {
    double[] found =
        end(
            (scope, x) -> {
              Condition positive = x.greater(0);
              Expr ten = scope.constant(10);
              return scope.repeat(
                  times(scope, 1),
                  List.of(x),
                  (outer, i, sums) ->
                      outer.repeat(
                          times(outer, 1),
                          sums,
                          (inner, j, sum) -> {
                            Condition both = positive.and(sum.get(0).less(10));
                            Expr larger = sum.get(0).plus(ten.broadcastLike(sum.get(0)));
                            return List.of(both.select(larger, ten.forEachRowOf(sum.get(0))));
                          }));
            });
    assertArrayEquals(new double[] {11, 10, 13}, found);
  }

  @Test
  void countsSteps() {
    double[] found =
        end(
            (scope, x) -> {
              Expr table = scope.constant(Shape.of(4, 1), 1, 10, 100, 1000);
              return scope.repeat(
                  times(scope, 4),
                  List.of(x.zeros()),
                  (body, step, sum) -> List.of(sum.get(0).plus(body.expr(table).rows(step))));
            });
    assertArrayEquals(new double[] {1111, 1111, 1111}, found);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 8", "1000000000, 64"})
  void endsWhereNothingIsLeftToDo(int most, double factor) {
    double[] found =
        end(
            (scope, x) ->
                scope.repeatWhile(
                    times(scope, most),
                    List.of(x),
                    state -> state.get(0).less(150).and(state.get(0).greater(-100)).allLast(),
                    (body, step, state) -> List.of(state.get(0).times(2))));
    assertArrayEquals(three(factor), found);
  }

  @Test
  void theShapesOfTheStateStay() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(3));
      GraphScope scope = bench.scope();
      Expect.rejected(
          "array 0 of a loop has shape [3] before a step and [1, 3] after it",
          () ->
              scope.repeat(
                  times(scope, 2),
                  List.of(x),
                  (body, step, state) -> List.of(state.get(0).expand(0))));
      Expect.rejected(
          "a loop began with 1 arrays and continues with 0",
          () -> scope.repeat(times(scope, 2), List.of(x), (body, step, state) -> List.of()));
    }
  }
}
