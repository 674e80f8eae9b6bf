package io.github.tfflows.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of one of several equal layers: rows of arrays that another source holds for all
 * of them. New states and values from the first batch are kept for {@link ParameterStack}.
 */
final class LayerParameters implements ParameterSource {
  /** A value from the first batch. */
  record Computed(Shape shape, Operand<TFloating> value) {}

  private final ParameterSource source;
  private final int layers;
  private final long seed;
  private final LayerStarts starts;
  private final BiFunction<String, Operand<TFloating>, Operand<TFloating>> row;
  private final Map<String, Computed> computed = new LinkedHashMap<>();
  private final Map<String, Operand<TFloating>> updates = new LinkedHashMap<>();

  /**
   * Creates the parameters of a layer.
   *
   * @param layers how many layers there are
   * @param row selects the row of this layer from the array of a parameter of the given name
   */
  LayerParameters(
      ParameterSource source,
      int layers,
      long seed,
      LayerStarts starts,
      BiFunction<String, Operand<TFloating>, Operand<TFloating>> row) {
    this.source = source;
    this.layers = layers;
    this.seed = seed;
    this.starts = starts;
    this.row = row;
  }

  /** Returns the parameters of the layer at a computed place, in a loop over all layers. */
  static LayerParameters inLoop(
      GraphScope body, int layers, Operand<TInt32> place, LayerStarts starts) {
    ParameterSource source = body.parameters();
    Map<String, Operand<TFloating>> rows = new HashMap<>();
    return new LayerParameters(
        source,
        layers,
        source.seed(),
        starts,
        (name, all) -> rows.computeIfAbsent(name, unused -> body.expr(all).rows(place)));
  }

  ParameterSource source() {
    return source;
  }

  Map<String, Computed> computed() {
    return computed;
  }

  Map<String, Operand<TFloating>> updates() {
    return updates;
  }

  @Override
  public Class<? extends TFloating> type() {
    return source.type();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public Phase phase() {
    return source.phase();
  }

  @Override
  public Operand<TFloating> trainable(
      String name, Shape shape, Initializer<TFloating> initializer) {
    return row.apply(name, source.trainable(name, ofAll(shape), starts.of(name, shape)));
  }

  @Override
  public Operand<TFloating> state(String name, Shape shape, Initializer<TFloating> initializer) {
    return row.apply(name, source.state(name, ofAll(shape), starts.of(name, shape)));
  }

  @Override
  public Operand<TFloating> dataDependent(
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Supplier<? extends Operand<TFloating>> fromBatch) {
    if (phase() != Phase.INITIALIZATION) {
      Initializer<TFloating> start = starts.of(name, shape);
      return row.apply(name, source.dataDependent(name, ofAll(shape), start, fromBatch));
    }
    Computed known = computed.get(name);
    if (known == null) {
      known = new Computed(shape, fromBatch.get());
      computed.put(name, known);
    }
    return known.value();
  }

  @Override
  public void update(String name, Operand<TFloating> next) {
    updates.put(name, next);
  }

  private Shape ofAll(Shape shape) {
    return shape.prepend(layers);
  }
}
