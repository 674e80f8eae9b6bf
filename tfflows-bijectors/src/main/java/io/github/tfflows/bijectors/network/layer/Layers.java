package io.github.tfflows.bijectors.network.layer;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.tensorflow.framework.activations.Activation;
import org.tensorflow.framework.activations.Activations;

/**
 * The layers of a network. A network is wired once; the kind of its layers makes it a plain
 * network, a masked one, or one that a loop computes feature by feature.
 */
public final class Layers {
  /**
   * The most units of a layer. The kernel between two layers of this width has a quarter of a
   * billion entries.
   */
  private static final int MOST_UNITS = 1 << 14;

  /** The computation of layers. */
  public interface Kind {
    /** Returns a layer of given weights, as a function from inputs to units. */
    UnaryOperator<Expr> layer(Dense weights);

    /** Returns a layer that reads only the context, and ignores its argument. */
    UnaryOperator<Expr> ofContext(Dense weights);
  }

  /**
   * Layers that compute all units at once.
   *
   * @param layer builds a layer from its weights and inputs
   */
  public record AtOnce(BiFunction<Dense, Expr, Expr> layer, Optional<Expr> context)
      implements Kind {
    @Override
    public UnaryOperator<Expr> layer(Dense weights) {
      return x -> layer.apply(weights, x);
    }

    @Override
    public UnaryOperator<Expr> ofContext(Dense weights) {
      Expr units = layer.apply(weights, context.orElseThrow());
      return h -> units;
    }
  }

  private interface Start {
    Dense dense(GraphScope scope, Degrees from, Degrees to);
  }

  /** The composition of layers to a network. */
  @FunctionalInterface
  public interface Wiring {
    /** Returns the network as a function of its inputs. */
    Function<Expr, Expr> wire(Layers layers);
  }

  /**
   * The units of a network, by degrees.
   *
   * @param context the columns of the context, if any
   * @param inputs the inputs of the network, including the columns of the context
   * @param hidden the units of a hidden layer, by their number
   * @param outputs the last layer
   */
  public record Units(
      Optional<Degrees> context, Degrees inputs, IntFunction<Degrees> hidden, Degrees outputs) {}

  private final GraphScope scope;
  private final Units units;
  private final Kind kind;
  private final Start start;

  public Layers(GraphScope scope, Units units, Kind kind) {
    this(scope, units, kind, Dense::random);
  }

  private Layers(GraphScope scope, Units units, Kind kind, Start start) {
    this.scope = scope;
    this.units = units;
    this.kind = kind;
    this.start = start;
  }

  /** Returns the units that the network reads. */
  public Degrees inputs() {
    return units.inputs();
  }

  /** Returns the layers of the part {@code name} of the network. */
  public Layers sub(String name) {
    return new Layers(scope.sub(name), units, kind, start);
  }

  /** Returns these layers with weight normalization of all but the last one. */
  public Layers weightNormalized() {
    return new Layers(scope, units, kind, Dense::weightNormalized);
  }

  public Degrees hidden(int count) {
    return units.hidden().apply(count);
  }

  /** Returns a dense layer between two groups of units, with parameters below {@code name}. */
  public Function<Expr, Expr> dense(String name, Degrees from, Degrees to) {
    return kind.layer(start.dense(scope.sub(name), from, to));
  }

  /**
   * Returns the gates of a group of units, {@code h·σ(z)} with a dense layer {@code z} of the
   * context and with parameters below {@code name}; without a context, the identity.
   */
  public Function<Expr, Expr> gated(String name, Degrees gates) {
    if (units.context().isEmpty()) {
      return Function.identity();
    }
    UnaryOperator<Expr> z =
        kind.ofContext(start.dense(scope.sub(name), units.context().orElseThrow(), gates));
    return h -> h.times(z.apply(h).sigmoid());
  }

  /** Returns the last layer; it starts at zero. */
  public Function<Expr, Expr> output(Degrees from) {
    return kind.layer(Dense.zero(scope.sub("output"), from, units.outputs()));
  }

  /** Returns an activation, entry by entry. */
  public Function<Expr, Expr> activated(Activations activation) {
    Activation entrywise = activation.getInstance();
    return h -> h.scope().expr(entrywise.call(h.scope().tf(), h));
  }

  /**
   * Returns a normalization of the units of a layer, with parameters below {@code name}.
   *
   * @throws IllegalArgumentException in a masked network, where it would mix units that must not
   *     depend on each other
   */
  public Function<Expr, Expr> normalized(String name, Degrees layer) {
    if (inputs().size() > 0 && inputs().highest() > 0) {
      throw new IllegalArgumentException(
          "layer normalization of %s units cannot be part of an autoregressive network: it mixes"
                  .formatted(layer.size())
              + " units that must not see each other");
    }
    return LayerNorm.of(scope.sub(name), layer.size());
  }

  /**
   * Returns dropout of units in training.
   *
   * @param name a place, which seeds it
   * @param rate the share of the units that a training step drops
   */
  public Function<Expr, Expr> dropped(String name, double rate) {
    return new Dropout(scope.sub(name), rate);
  }

  /** Requires a number of units from 1 to 16,384. */
  public static void requireUnits(int units) {
    Require.within("units", units, 1, MOST_UNITS);
  }

  /** Refuses a softmax, which mixes all units of a layer. */
  public static void requireEntrywise(Activations activation) {
    if (activation == Activations.SOFTMAX) {
      throw new IllegalArgumentException(
          "an activation must act entry by entry, got " + activation);
    }
  }
}
