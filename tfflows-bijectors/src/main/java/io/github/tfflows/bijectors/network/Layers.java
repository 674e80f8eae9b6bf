package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.tensorflow.framework.activations.Activation;
import org.tensorflow.framework.activations.Activations;

/**
 * The layers that a network is wired from. A network is wired once; its layers make of it a plain
 * one, a masked one, or one that is computed feature by feature.
 */
public final class Layers {
  /** The kernel between two such layers has a quarter of a billion entries. */
  private static final int MOST_UNITS = 1 << 14;

  /** The function of a layer of given weights. */
  interface Kind {
    UnaryOperator<Expr> layer(Dense weights);
  }

  /** The making of a layer that does not start at zero. */
  private interface Start {
    Dense dense(GraphScope scope, Degrees from, Degrees to);
  }

  /** The composition of the layers of a network, from its inputs to its outputs. */
  @FunctionalInterface
  public interface Wiring {
    /** Returns the network as a function of its inputs. */
    Function<Expr, Expr> wire(Layers layers);
  }

  private final GraphScope scope;
  private final Degrees inputs;
  private final IntFunction<Degrees> hidden;
  private final Degrees outputs;
  private final Kind kind;
  private final Optional<ContextLayers> ofContext;
  private final Start start;

  /**
   * Creates the layers of a network.
   *
   * @param hidden the degrees of a number of hidden units
   * @param ofContext the layers of the context alone, where there is one
   */
  Layers(
      GraphScope scope,
      Degrees inputs,
      IntFunction<Degrees> hidden,
      Degrees outputs,
      Kind kind,
      Optional<ContextLayers> ofContext) {
    this(scope, inputs, hidden, outputs, kind, ofContext, Dense::random);
  }

  private Layers(
      GraphScope scope,
      Degrees inputs,
      IntFunction<Degrees> hidden,
      Degrees outputs,
      Kind kind,
      Optional<ContextLayers> ofContext,
      Start start) {
    this.scope = scope;
    this.inputs = inputs;
    this.hidden = hidden;
    this.outputs = outputs;
    this.kind = kind;
    this.ofContext = ofContext;
    this.start = start;
  }

  /** Returns the units that the network reads. */
  public Degrees inputs() {
    return inputs;
  }

  /** Returns the layers of the part {@code name} of the network. */
  public Layers sub(String name) {
    return new Layers(scope.sub(name), inputs, hidden, outputs, kind, ofContext, start);
  }

  /** Returns these layers with weight normalization of all but the last one. */
  Layers weightNormalized() {
    return new Layers(scope, inputs, hidden, outputs, kind, ofContext, Dense::weightNormalized);
  }

  /** Returns these layers with another product of inputs and kernels, where nothing is masked. */
  Layers multiplied(BinaryOperator<Expr> product) {
    Kind other = weights -> x -> weights.apply(x, product);
    return new Layers(scope, inputs, hidden, outputs, other, ofContext, start);
  }

  /** Returns the units of a hidden layer. */
  public Degrees hidden(int units) {
    return hidden.apply(units);
  }

  /** Returns a dense layer between two groups of units, with parameters below {@code name}. */
  public Function<Expr, Expr> dense(String name, Degrees from, Degrees to) {
    return kind.layer(start.dense(scope.sub(name), from, to));
  }

  /**
   * Returns the gates of a group of units, {@code h·σ(z)} with a dense layer {@code z} of the
   * context and with parameters below {@code name}. Without a context there are none.
   */
  public Function<Expr, Expr> gated(String name, Degrees units) {
    return ofContext
        .<Function<Expr, Expr>>map(
            context -> context.gate(start.dense(scope.sub(name), context.columns(), units)))
        .orElse(Function.identity());
  }

  /** Returns the last layer; it starts at zero. */
  public Function<Expr, Expr> output(Degrees from) {
    return kind.layer(Dense.zero(scope.sub("output"), from, outputs));
  }

  /** Returns an activation, entry by entry. */
  public Function<Expr, Expr> activated(Activations activation) {
    Activation entrywise = activation.getInstance();
    return h -> h.scope().expr(entrywise.call(h.scope().tf(), h));
  }

  /**
   * Returns a normalization of the units of a layer, with parameters below {@code name}.
   *
   * @throws IllegalArgumentException in a network that masks, where it would mix units that must
   *     not see each other
   */
  public Function<Expr, Expr> normalized(String name, Degrees units) {
    if (inputs.size() > 0 && inputs.highest() > 0) {
      throw new IllegalArgumentException(
          "layer normalization of %s units cannot be part of an autoregressive network: it mixes"
                  .formatted(units.size())
              + " units that must not see each other");
    }
    return LayerNorm.of(scope.sub(name), units.size());
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

  static void requireUnits(int units) {
    if (units < 1 || units > MOST_UNITS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a hidden layer has 1 to %,d units, got %,d", MOST_UNITS, units));
    }
  }

  /** A softmax mixes the units of a layer, also those that an output must not see. */
  static void requireEntrywise(Activations activation) {
    if (activation == Activations.SOFTMAX) {
      throw new IllegalArgumentException(
          "an activation must act entry by entry, got " + activation);
    }
  }
}
