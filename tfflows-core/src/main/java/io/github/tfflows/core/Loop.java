package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.core.StatelessWhile;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A loop as one op of two functions, a condition and a body. The variables are the number of the
 * step, the number of steps, the state, and the captured operands, which stay as they are.
 */
final class Loop {
  private final GraphScope scope;
  private final List<Operand<?>> variables = new ArrayList<>();

  private Loop(GraphScope scope, Operand<TInt32> times, List<Expr> state) {
    this.scope = scope;
    variables.add(scope.tf().constant(0));
    variables.add(times);
    variables.addAll(state);
  }

  /** Builds the loop; see {@link GraphScope#repeat}. */
  static List<Expr> build(
      GraphScope scope, Operand<TInt32> times, List<Expr> state, LoopBody body) {
    Loop loop = new Loop(scope, times, state);
    try (ConcreteFunction repeated = loop.body(times, state, body);
        ConcreteFunction condition = loop.condition()) {
      return loop.run(condition, repeated, state.size());
    }
  }

  private ConcreteFunction body(Operand<TInt32> times, List<Expr> state, LoopBody body) {
    try (LoopGraph graph = new LoopGraph(scope)) {
      GraphScope within = scope.within(graph);
      Operand<TInt32> step = graph.argument(times);
      Operand<TInt32> steps = graph.argument(times);
      List<Expr> before = new ArrayList<>();
      state.forEach(each -> before.add(within.expr(graph.argument(each))));
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
          "a loop began with %d arrays and goes on with %d".formatted(before.size(), after.size()));
    }
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).shape().isCompatibleWith(after.get(i).shape())) {
        throw new IllegalArgumentException(
            "array %d of a loop has shape %s before a step and %s after it"
                .formatted(i, before.get(i).shape(), after.get(i).shape()));
      }
    }
  }

  private ConcreteFunction condition() {
    try (LoopGraph graph = new LoopGraph(scope)) {
      List<Operand<?>> arguments = new ArrayList<>();
      variables.forEach(variable -> arguments.add(graph.argument(variable)));
      return graph.function(
          "condition",
          List.of(graph.tf().math.less(number(arguments.get(0)), number(arguments.get(1)))));
    }
  }

  @SuppressWarnings("unchecked") // the first two variables count steps
  private static Operand<TInt32> number(Operand<?> variable) {
    return (Operand<TInt32>) variable;
  }

  private List<Expr> run(ConcreteFunction condition, ConcreteFunction body, int states) {
    StatelessWhile loop =
        StatelessWhile.create(
            scope.tf().scope(),
            variables,
            condition,
            body,
            While.outputShapes(variables.stream().map(Operand::shape).toList()));
    List<Expr> state = new ArrayList<>();
    loop.output().subList(2, 2 + states).forEach(output -> state.add(floating(output)));
    return state;
  }

  @SuppressWarnings("unchecked") // a state has the float type of the graph
  private Expr floating(Output<? extends TType> output) {
    return scope.expr((Output<TFloating>) output);
  }
}
