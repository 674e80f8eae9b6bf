package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Dense layers {@code h ← a(h·W + b)}, the last one without the activation {@code a}. Weights may
 * come from a graph around the graph that applies them.
 *
 * @param layers from the inputs to the outputs, at least two
 */
record SmoothLayers(List<Layer> layers, SmoothActivation activation) {
  /** Kernels between larger layers do not fit into memory. */
  private static final int MOST_UNITS = 1 << 14;

  /** The weights of a layer; the bias is {@code [to]}, or {@code [n, to]} with a context. */
  record Layer(Expr kernel, Expr bias) {
    Layer withContext(GraphScope scope) {
      return scope
          .context()
          .map(c -> c.matMul(uniform(scope.sub("context"), c.size(-1), kernel.size(-1))))
          .map(shift -> new Layer(kernel, shift.plus(bias)))
          .orElse(this);
    }

    Layer normalized(UnaryOperator<Expr> norm) {
      return new Layer(norm.apply(kernel), bias);
    }

    Expr apply(Expr h) {
      return h.matMul(kernel).plus(bias);
    }
  }

  /**
   * The Jacobian of layers.
   *
   * @param slopes the slopes of the activations, {@code [n, units]} for each hidden layer
   */
  private record Slopes(List<Layer> layers, List<Expr> slopes) implements Linearized.Derivative {
    @Override
    public Expr times(Expr tangents, UnaryOperator<Expr> rows) {
      Expr t = tangents;
      for (int i = 0; i < slopes.size(); i++) {
        t = t.matMul(layers.get(i).kernel()).times(rows.apply(slopes.get(i)).expand(1));
      }
      return t.matMul(layers.get(slopes.size()).kernel());
    }

    /**
     * With two hidden layers of slopes {@code s} and {@code u}, the trace is {@code Σ sₐ·Mₐᵦ·uᵦ}.
     * Here {@code M} is the kernel between them, multiplied entry by entry by {@code (W·V)ᵀ} of the
     * last and the first kernel. This is one matrix product for any number of entries.
     */
    @Override
    public Optional<Expr> trace() {
      if (slopes.size() != 2) {
        return Optional.empty();
      }
      Expr around = layers.get(2).kernel().matMul(layers.get(0).kernel());
      Expr between = layers.get(1).kernel().times(around.transpose(1, 0));
      return Optional.of(slopes.get(0).matMul(between).times(slopes.get(1)).sumLast());
    }
  }

  /**
   * Declares the weights of layers that map vectors to vectors of the same size; the last one
   * starts at zero.
   */
  static SmoothLayers of(
      GraphScope scope, int size, List<Integer> hidden, SmoothActivation activation) {
    List<Layer> layers = new ArrayList<>();
    int from = size;
    for (int i = 0; i < hidden.size(); i++) {
      int to = hidden.get(i);
      GraphScope at = scope.sub("dense_" + i);
      layers.add(new Layer(uniform(at, from, to), parameter(at, "bias", new Zeros<>(), to)));
      from = to;
    }
    GraphScope at = scope.sub("output");
    Expr kernel = parameter(at, "kernel", new Zeros<>(), from, size);
    layers.add(new Layer(kernel, parameter(at, "bias", new Zeros<>(), size)));
    return new SmoothLayers(layers, activation);
  }

  /** Declares a kernel that starts uniform within one over the root of its number of inputs. */
  static Expr uniform(GraphScope scope, int from, int to) {
    double limit = 1 / Math.sqrt(from);
    RandomUniform<TFloating> start = new RandomUniform<>(-limit, limit, scope.sub("kernel").seed());
    return parameter(scope, "kernel", start, from, to);
  }

  private static Expr parameter(
      GraphScope scope, String name, Initializer<TFloating> start, long... sizes) {
    return scope.parameter(name, Shape.of(sizes), start);
  }

  SmoothLayers withFirst(UnaryOperator<Layer> change) {
    List<Layer> changed = new ArrayList<>(layers);
    changed.set(0, change.apply(layers.get(0)));
    return new SmoothLayers(changed, activation);
  }

  SmoothLayers normalized(UnaryOperator<Expr> norm) {
    return new SmoothLayers(
        layers.stream().map(layer -> layer.normalized(norm)).toList(), activation);
  }

  /** Builds the value at {@code x} and the slopes of the units there. */
  Linearized at(Expr x) {
    List<Expr> slopes = new ArrayList<>();
    Expr h = x;
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      Expr z = layer.apply(h);
      h = activation.value(z);
      slopes.add(activation.slope(z, h));
    }
    Expr value = layers.get(layers.size() - 1).apply(h);
    return new Linearized(value, new Slopes(layers, slopes));
  }

  /** Returns the sizes of hidden layers, after checking them. */
  static List<Integer> checked(List<Integer> hidden) {
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException("expected at least one hidden layer, got " + hidden);
    }
    hidden.forEach(units -> Require.within("units", units, 1, MOST_UNITS));
    return List.copyOf(hidden);
  }
}
