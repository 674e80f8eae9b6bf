package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.core.StatelessWhile;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A loop as one op with two functions, a condition and a body. Its variables are the index of the
 * step, the number of steps, the state, and the captured operands, which do not change.
 */
public final class Loop {
  private static final int COUNTERS = 2;

  /** One step of a loop; see {@link GraphScope#repeat}. */
  @FunctionalInterface
  public interface Body {
    /**
     * Builds the state after a step from the state before it.
     *
     * @param scope the place of the loop in the graph of its body. Arrays of surrounding graphs do
     *     not change from step to step. Operations with arrays of the body capture them; pass them
     *     to ops of {@link GraphScope#tf} by {@link GraphScope#expr}. The context, the presence of
     *     entries and the parameters are available as usual.
     * @param step the number of the step, from zero
     * @param state the arrays before the step
     * @return arrays of the same shapes after it
     */
    List<Expr> next(GraphScope scope, Operand<TInt32> step, List<Expr> state);
  }

  @FunctionalInterface
  interface Guard {
    /**
     * Builds a scalar condition for another step.
     *
     * @param stepsLeft whether more steps are allowed
     * @param state the current arrays
     */
    Condition at(Condition stepsLeft, List<Expr> state);
  }

  private final GraphScope scope;
  private final List<Expr> start;
  private final List<Operand<?>> variables = new ArrayList<>();

  private Loop(GraphScope scope, Operand<TInt32> times, List<Expr> start) {
    this.scope = scope;
    this.start = start;
    variables.add(scope.tf().constant(0));
    variables.add(times);
    variables.addAll(start);
  }

  static List<Expr> build(
      GraphScope scope, Operand<TInt32> times, List<Expr> start, Guard guard, Body body) {
    Loop loop = new Loop(scope, times, start);
    try (ConcreteFunction repeated = loop.body(times, body);
        ConcreteFunction condition = loop.condition(guard)) {
      return loop.run(condition, repeated);
    }
  }

  private ConcreteFunction body(Operand<TInt32> times, Body body) {
    try (LoopGraph graph = new LoopGraph(scope)) {
      GraphScope within = scope.within(graph);
      Operand<TInt32> step = graph.argument(times);
      Operand<TInt32> steps = graph.argument(times);
      List<Expr> before = new ArrayList<>();
      start.forEach(each -> before.add(within.expr(graph.argument(each))));
      List<Expr> after = body.next(within, step, before);
      requireSame(before, after);
      List<Operand<?>> results = new ArrayList<>();
      results.add(within.tf().math.add(step, within.tf().constant(1)));
      results.add(steps);
      results.addAll(after);
      results.addAll(graph.unchanged());
      variables.addAll(graph.captured());
      return graph.function("body", results);
    }
  }

  private static void requireSame(List<Expr> before, List<Expr> after) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          "a loop began with %s arrays and continues with %s"
              .formatted(before.size(), after.size()));
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).shape().isCompatibleWith(after.get(i).shape())) {
        throw new IllegalArgumentException(
            "array %s of a loop has shape %s before a step and %s after it"
                .formatted(i, before.get(i).shape(), after.get(i).shape()));
      }
    }
  }

  private ConcreteFunction condition(Guard guard) {
    try (LoopGraph graph = new LoopGraph(scope)) {
      GraphScope within = scope.within(graph);
      List<Operand<?>> arguments = new ArrayList<>();
      variables.forEach(variable -> arguments.add(graph.argument(variable)));
      Condition stepsLeft =
          within.condition(
              graph.tf().math.less(number(arguments.get(0)), number(arguments.get(1))));
      // Tools that inline the condition into the graph of its loop need unique names.
      String place = Integer.toHexString(start.get(0).op().name().hashCode());
      return graph.function(
          "condition_" + place, List.of(guard.at(stepsLeft, state(within, arguments))));
    }
  }

  @SuppressWarnings("unchecked") // the first two variables count steps
  private static Operand<TInt32> number(Operand<?> variable) {
    return (Operand<TInt32>) variable;
  }

  private List<Expr> run(ConcreteFunction condition, ConcreteFunction body) {
    StatelessWhile loop =
        StatelessWhile.create(
            scope.tf().scope(),
            variables,
            condition,
            body,
            While.outputShapes(variables.stream().map(Operand::shape).toList()));
    return state(scope, loop.output());
  }

  private List<Expr> state(GraphScope at, List<? extends Operand<?>> all) {
    List<Expr> state = new ArrayList<>();
    all.subList(COUNTERS, COUNTERS + start.size())
        .forEach(each -> state.add(at.expr(floating(each))));
    return state;
  }

  @SuppressWarnings("unchecked") // a state has the float type of the graph
  private static Operand<TFloating> floating(Operand<?> variable) {
    return (Operand<TFloating>) variable;
  }
}
