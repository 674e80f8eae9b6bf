package io.github.tfflows.core.training.step;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The updates of a training step: clipped gradients, moved parameters, their averages, states. */
final class ParameterUpdates {
  private static final String AVERAGE = "average";

  /** The update of a vector by its gradient. */
  private interface Update {
    Op of(
        Ops tf, Variables variables, Operand<TFloating> gradient, Rates rates, Set<String> reached);
  }

  /** An update, and the roles of the variables that it keeps beside the values. */
  private record Rule(List<String> moments, Update update) {}

  private final Ops tf;
  private final Recipe recipe;

  /** The trained vectors, followed by the states, if any. */
  private final List<Variables> vectors = new ArrayList<>();

  private final List<Rule> rules = new ArrayList<>();
  private final Rates rates;

  ParameterUpdates(
      Graph graph, Recipe recipe, List<Packing> packings, Packing states, Class<TFloating> type) {
    this.tf = GraphScope.ops(graph);
    this.recipe = recipe;
    for (Packing packing : packings) {
      Rule rule = rule(recipe.optimization(), packing);
      List<String> roles = new ArrayList<>(List.of(Variables.VALUE));
      roles.addAll(rule.moments());
      if (recipe.optimization().averaging() > 0) {
        roles.add(AVERAGE);
      }
      rules.add(rule);
      vectors.add(new Variables(graph, type, packing, "_" + vectors.size(), roles));
    }
    if (states.size() > 0) {
      vectors.add(new Variables(graph, type, states, "_states", List.of(Variables.VALUE)));
    }
    this.rates = Rates.build(tf, type);
  }

  /** Splits parameters into vectors for each thread, so that one rule updates each. */
  static List<Packing> vectors(Optimization optimization, Packing parameters, int threads) {
    if (optimization.muon().isEmpty()) {
      return parameters.cut(threads);
    }
    Muon muon = optimization.muon().get();
    Packing kernels = parameters.only((name, shape) -> MuonUpdate.accepts(muon, name, shape));
    Packing others = parameters.only((name, shape) -> !MuonUpdate.accepts(muon, name, shape));
    return Stream.of(kernels, others).flatMap(each -> each.cut(threads).stream()).toList();
  }

  private static Rule rule(Optimization optimization, Packing vector) {
    Adam adam = optimization.adam();
    return optimization
        .muon()
        .filter(muon -> isOfKernels(muon, vector))
        .map(muon -> new Rule(MuonUpdate.MOMENTS, new MuonUpdate(muon, adam.weightDecay())::of))
        .orElseGet(() -> new Rule(AdamUpdate.MOMENTS, new AdamUpdate(adam)::of));
  }

  private static boolean isOfKernels(Muon muon, Packing vector) {
    return vector.shapes().entrySet().stream()
        .allMatch(each -> MuonUpdate.accepts(muon, each.getKey(), each.getValue()));
  }

  Map<String, Operand<TFloating>> values() {
    return values(vector -> Variables.VALUE);
  }

  /** Returns the parameters for validation: their moving averages, if any. */
  Map<String, Operand<TFloating>> evaluated() {
    return values(ParameterUpdates::evaluated);
  }

  private Map<String, Operand<TFloating>> values(Function<Variables, String> role) {
    Map<String, Operand<TFloating>> values = new LinkedHashMap<>();
    for (Variables vector : vectors) {
      values.putAll(vector.packing().unpack(tf, vector.value(role.apply(vector))));
    }
    return values;
  }

  private static String evaluated(Variables vector) {
    return vector.roles().contains(AVERAGE) ? AVERAGE : Variables.VALUE;
  }

  /** Sets the parameters, their averages and the states, and resets the moments. */
  void assign(Session session, Weights weights) {
    for (Variables vector : vectors) {
      Weights zeros = vector.packing().unpack(new double[vector.packing().size()]);
      Set<String> weighed = Set.of(Variables.VALUE, AVERAGE);
      vector.assign(session, role -> weighed.contains(role) ? weights : zeros);
    }
  }

  Weights fetch(Session session) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (Variables vector : vectors) {
      byName.putAll(vector.fetch(session, evaluated(vector)).byName());
    }
    return new Weights(byName);
  }

  /** Saves the parameters, their moments and averages, each under its own name. */
  void save(Session session, Snapshot snapshot) {
    for (Variables vector : vectors) {
      vector.roles().forEach(role -> snapshot.put(role, vector.fetch(session, role)));
    }
  }

  void resume(Session session, Snapshot snapshot) {
    vectors.forEach(vector -> vector.assign(session, snapshot::weights));
  }

  /** Copies out the changes of a step: gradients, and the states after it. */
  Weights changes(List<double[]> changes) {
    Map<String, Weights.Array> byName = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      byName.putAll(vectors.get(i).packing().unpack(changes.get(i)).byName());
    }
    return new Weights(byName);
  }

  /** Feeds the changes of a step; the caller closes the tensors. */
  List<Tensor> feed(Session.Runner runner, List<Operand<TFloating>> changes, Weights values) {
    return IntStream.range(0, changes.size())
        .mapToObj(i -> vectors.get(i).feed(runner, changes.get(i), values))
        .toList();
  }

  /**
   * Builds the whole update, from the gradient of each vector and the next states, if any.
   *
   * @param reached the parameters that have a gradient; weight decay does not shrink others
   */
  Op build(List<Operand<TFloating>> changes, Set<String> reached) {
    int moved = rules.size();
    List<Operand<TFloating>> clipped = clipped(changes.subList(0, moved));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < moved; i++) {
      if (vectors.get(i).packing().size() > 0) {
        updates.add(update(vectors.get(i), rules.get(i).update(), clipped.get(i), reached));
      }
    }
    if (vectors.size() > moved) {
      updates.add(
          tf.assignVariableOp(vectors.get(moved).handle(Variables.VALUE), changes.get(moved)));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Op update(
      Variables vector, Update update, Operand<TFloating> gradient, Set<String> reached) {
    Op updated = update.of(tf, vector, gradient, rates, reached);
    return vector.roles().contains(AVERAGE) ? average(vector, updated) : updated;
  }

  /** Scales the gradient so that its norm over all parameters is at most the recipe's bound. */
  private List<Operand<TFloating>> clipped(List<Operand<TFloating>> gradients) {
    if (Double.isInfinite(recipe.optimization().clipNorm()) || gradients.isEmpty()) {
      return gradients;
    }
    List<Operand<TFloating>> halves = new ArrayList<>(); // of the squared norm
    gradients.forEach(gradient -> halves.add(tf.nn.l2Loss(gradient)));
    Variables first = vectors.get(0);
    Operand<TFloating> norm = tf.math.sqrt(tf.math.mul(tf.math.addN(halves), first.number(2)));
    Operand<TFloating> bound = first.number(recipe.optimization().clipNorm());
    Operand<TFloating> factor = tf.math.div(bound, tf.math.maximum(norm, bound));
    List<Operand<TFloating>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, factor)));
    return clipped;
  }

  /** {@code average ← average - (1 - decay)(average - value)}, once the value is updated. */
  private Op average(Variables variables, Op updated) {
    Ops after = tf.withControlDependencies(updated);
    Operand<TFloating> gap = tf.math.sub(variables.value(AVERAGE), variables.current(after));
    Operand<TFloating> share = tf.math.sub(variables.number(1), rates.averaging());
    return after.assignSubVariableOp(variables.handle(AVERAGE), tf.math.mul(share, gap));
  }

  /** Feeds the numbers of one step; the caller closes the tensors. */
  List<Tensor> feed(Session.Runner runner, int step) {
    return rates.feed(runner, recipe, step);
  }
}
