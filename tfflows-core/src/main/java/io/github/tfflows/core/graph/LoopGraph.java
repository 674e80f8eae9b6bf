package io.github.tfflows.core.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The graph of one function of a loop. Operands of surrounding graphs, including parameters, become
 * further arguments of the function when they are used.
 */
public final class LoopGraph implements AdaptedParameters, AutoCloseable {
  private final GraphScope around;
  private final int depth;
  private final Graph graph = new Graph();
  private final Ops tf;
  private final List<Operand<?>> arguments = new ArrayList<>();
  private final Map<Output<?>, Operand<?>> captured = new LinkedHashMap<>();

  /**
   * Opens the graph of a loop at a place of another graph. Names of nested loops differ from those
   * around them, since formats that inline a body, such as ONNX, have one name space for both.
   */
  LoopGraph(GraphScope around) {
    this.around = around;
    this.depth = depth(around.parameters());
    this.tf = GraphScope.ops(graph).withSubScope("loop_" + depth);
  }

  /** Returns the number of loops around the use of parameters. */
  static int depth(ParameterSource parameters) {
    return of(parameters).map(loop -> loop.depth + 1).orElse(0);
  }

  /** Returns the graph of the innermost loop around the use of parameters; empty outside loops. */
  static Optional<LoopGraph> of(ParameterSource parameters) {
    if (parameters instanceof LoopGraph loop) {
      return Optional.of(loop);
    }
    return parameters instanceof AdaptedParameters adapted
        ? of(adapted.source())
        : Optional.empty();
  }

  /** Returns the place outside all loops that corresponds to a place, or the place itself. */
  public static GraphScope outside(GraphScope scope) {
    return scope.parameters() instanceof LoopGraph loop ? outside(loop.around) : scope;
  }

  Ops tf() {
    return tf;
  }

  GraphScope around() {
    return around;
  }

  boolean has(Operand<?> x) {
    return x.op().env() == graph;
  }

  <T extends TType> Operand<T> argument(Operand<T> like) {
    Operand<T> argument = tf.placeholder(like.type(), Placeholder.shape(like.shape()));
    arguments.add(argument);
    return argument;
  }

  /** Returns an operand of this or a surrounding graph as an operand of this graph. */
  @SuppressWarnings("unchecked") // an argument has the type of its operand
  <T extends TType> Operand<T> captured(Operand<T> x) {
    return has(x)
        ? x
        : (Operand<T>) captured.computeIfAbsent(around.here(x).asOutput(), this::argument);
  }

  List<Output<?>> captured() {
    return List.copyOf(captured.keySet());
  }

  List<Operand<?>> unchanged() {
    return List.copyOf(captured.values());
  }

  /**
   * Creates the function of all arguments with the given results. Equal functions get equal names,
   * so that the loops of equal layers share them. The shapes of arguments are part of the name,
   * because TensorFlow ignores them when it compares functions.
   */
  ConcreteFunction function(String role, List<? extends Operand<?>> results) {
    int shapes = arguments.stream().map(Operand::shape).map(Shape::toString).toList().hashCode();
    Signature.Builder signature =
        Signature.builder("loop_%s_%s".formatted(role, Integer.toHexString(shapes)));
    for (int i = 0; i < arguments.size(); i++) {
      signature.input("in_" + i, arguments.get(i));
    }
    for (int i = 0; i < results.size(); i++) {
      signature.output("out_" + i, results.get(i));
    }
    return ConcreteFunction.create(signature.build(), graph);
  }

  @Override
  public ParameterSource source() {
    return around.parameters();
  }

  @Override
  public Operand<TFloating> parameter(Declaration declaration) {
    return captured(source().parameter(declaration));
  }

  @Override
  public void update(String name, Operand<TFloating> next) {}

  @Override
  public void addLoss(String name, Operand<TFloating> term) {}

  @Override
  public void close() {
    graph.close();
  }
}
