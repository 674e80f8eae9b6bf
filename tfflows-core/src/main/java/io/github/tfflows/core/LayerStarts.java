package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TFloating;

/**
 * The values that the parameters of equal layers start from. The initializers of each layer come
 * from a build of that layer alone, with a seed of its own, in a graph that is then thrown away.
 */
final class LayerStarts {
  /** Spreads the numbers of layers over all bits, by another factor than the names of places. */
  private static final long LAYER_GAMMA = 0xD1B54A32D192ED03L;

  private final BiFunction<GraphScope, Expr, Mapped> layer;
  private final int layers;
  private final String path;
  private final Class<TFloating> type;
  private final long seed;
  private final Shape points;
  private final Optional<Shape> context;
  private final Optional<Shape> presence;
  private @Nullable List<Map<String, Initializer<TFloating>>> byLayer;

  /**
   * Notes how to build a layer again.
   *
   * @param scope the place of the layers
   * @param x the points that they map
   */
  LayerStarts(BiFunction<GraphScope, Expr, Mapped> layer, int layers, GraphScope scope, Expr x) {
    this.layer = layer;
    this.layers = layers;
    this.path = scope.path();
    this.type = scope.type();
    this.seed = scope.parameters().seed();
    this.points = x.shape();
    this.context = scope.context().map(Operand::shape);
    this.presence = scope.presence().map(Operand::shape);
  }

  /** Returns the seed of a layer. */
  long seed(int place) {
    return seed ^ place * LAYER_GAMMA;
  }

  /** Returns the initializer of the array of a parameter of all layers. */
  Initializer<TFloating> of(String name, Shape shape) {
    return (tf, sizes, floats) -> {
      List<Operand<TFloating>> starts = new ArrayList<>();
      for (Map<String, Initializer<TFloating>> each : byLayer()) {
        Initializer<TFloating> start = Objects.requireNonNull(each.get(name), name);
        starts.add(start.call(tf, tf.constant(shape.asArray()), floats));
      }
      return tf.stack(starts);
    };
  }

  private List<Map<String, Initializer<TFloating>>> byLayer() {
    List<Map<String, Initializer<TFloating>>> known = byLayer;
    if (known == null) {
      known = new ArrayList<>();
      for (int i = 0; i < layers; i++) {
        known.add(initializers(seed(i)));
      }
      byLayer = known;
    }
    return known;
  }

  private Map<String, Initializer<TFloating>> initializers(long seed) {
    try (Graph graph = new Graph()) {
      Recorder recorder = new Recorder(GraphScope.ops(graph), type, seed, new HashMap<>());
      GraphScope root = GraphScope.root(recorder.tf(), recorder);
      GraphScope at = path.isEmpty() ? root : root.sub(path);
      at = context.map(recorder::placeholder).map(root::expr).map(at::withContext).orElse(at);
      at = presence.map(recorder::placeholder).map(root::expr).map(at::withPresence).orElse(at);
      Mapped unused = layer.apply(at, root.expr(recorder.placeholder(points)));
      return recorder.initializers();
    }
  }

  /** Notes the initializers that a build asks for. */
  private record Recorder(
      Ops tf, Class<TFloating> type, long seed, Map<String, Initializer<TFloating>> initializers)
      implements ParameterSource {
    Operand<TFloating> placeholder(Shape shape) {
      return tf.placeholder(type, Placeholder.shape(shape));
    }

    @Override
    public Phase phase() {
      return Phase.EVALUATION;
    }

    @Override
    public Operand<TFloating> trainable(
        String name, Shape shape, Initializer<TFloating> initializer) {
      initializers.putIfAbsent(name, initializer);
      return placeholder(shape);
    }

    @Override
    public Operand<TFloating> dataDependent(
        String name,
        Shape shape,
        Initializer<TFloating> initializer,
        Supplier<? extends Operand<TFloating>> fromBatch) {
      return trainable(name, shape, initializer);
    }

    @Override
    public Operand<TFloating> state(String name, Shape shape, Initializer<TFloating> initializer) {
      return trainable(name, shape, initializer);
    }

    @Override
    public void update(String name, Operand<TFloating> next) {}
  }
}
