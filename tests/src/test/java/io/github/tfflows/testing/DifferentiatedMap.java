package io.github.tfflows.testing;

import io.github.tfflows.core.Expr;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A differentiable function in a float64 graph that yields a value and a logarithm, together with
 * the gradients of {@code Σ weights · value} and {@code Σ weights · logarithm} by each of its
 * inputs and by every parameter; the weights are fed.
 */
public final class DifferentiatedMap {
  /** What the gradients are of. */
  public enum Part {
    VALUE,
    LOG
  }

  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};
  private static final double GOOD_ENOUGH = 1e-8;

  private final Workbench bench;
  private final Map<Part, Weighted> parts = new EnumMap<>(Part.class);
  private final List<String> variables;

  /** A part, its sum under the fed weights, and the gradients of that sum by variable. */
  private record Weighted(Expr operand, String weightName, Expr sum, Map<String, Expr> gradients) {}

  /**
   * Differentiates.
   *
   * @param prefix tells the fed weights of several maps in one graph apart
   * @param inputs what to differentiate by, besides all parameters of the graph
   */
  public DifferentiatedMap(
      Workbench bench, String prefix, Map<Part, Expr> parts, Map<String, Expr> inputs) {
    this.bench = bench;
    Map<String, Expr> by = new LinkedHashMap<>(inputs);
    bench.parameterNames().forEach(name -> by.put(name, bench.parameter(name)));
    this.variables = List.copyOf(by.keySet());
    parts.forEach(
        (part, operand) -> this.parts.put(part, differentiate(prefix + "@" + part, operand, by)));
  }

  private Weighted differentiate(String name, Expr operand, Map<String, Expr> by) {
    Expr sum = bench.weightedSum(operand, bench.input(name, operand.shape()));
    List<Optional<Expr>> found = bench.gradients(sum, List.copyOf(by.values()));
    Map<String, Expr> named = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      String variable = variables.get(i);
      found.get(i).ifPresent(gradient -> named.put(variable, gradient));
    }
    return new Weighted(operand, name, sum, named);
  }

  private Weighted weighted(Part part) {
    return Optional.ofNullable(parts.get(part)).orElseThrow();
  }

  public Expr part(Part part) {
    return weighted(part).operand();
  }

  /** Returns the names of the inputs and the parameters. */
  public List<String> variables() {
    return variables;
  }

  /**
   * Returns the gradients of the weighted sum by every variable, zeros where no path leads to it.
   * They are fetched together, since a session prepares each set of fetches anew.
   */
  public Map<String, Values> gradients(Part part, Values weights, Map<String, Values> feeds) {
    Map<String, Expr> found = weighted(part).gradients();
    List<Values> run =
        bench.fetchAll(List.copyOf(found.values()), withWeights(part, weights, feeds));
    Map<String, Values> all = new LinkedHashMap<>();
    variables.forEach(name -> all.put(name, Values.zeros(Values.fed(feeds, name).shape())));
    int i = 0;
    for (String variable : found.keySet()) {
      all.put(variable, run.get(i++));
    }
    return all;
  }

  public boolean reaches(Part part, String variable) {
    return weighted(part).gradients().containsKey(variable);
  }

  /**
   * Returns how far the gradients, each along a random direction, are from the central differences,
   * relative to {@code 1 + |gradient|}. Of several steps the best counts, since a kink may lie
   * inside a wide one; a wrong gradient is wrong at all of them.
   */
  public Map<String, Double> gradientErrors(
      Part part, Values weights, Map<String, Values> feeds, RandomGenerator random) {
    Map<String, Double> errors = new LinkedHashMap<>();
    gradients(part, weights, feeds)
        .forEach(
            (variable, gradient) -> {
              Values direction = Values.gaussian(gradient.shape(), 1, random);
              DoubleUnaryOperator along =
                  step -> sumAt(part, variable, step, direction, weights, feeds);
              errors.put(variable, error(gradient.dot(direction), along));
            });
    return errors;
  }

  private static double error(double expected, DoubleUnaryOperator along) {
    double best = Double.POSITIVE_INFINITY;
    for (double step : STEPS) {
      double slope = (along.applyAsDouble(step) - along.applyAsDouble(-step)) / (2 * step);
      best = Math.min(best, Math.abs(slope - expected) / (1 + Math.abs(expected)));
      if (best < GOOD_ENOUGH) {
        break;
      }
    }
    return best;
  }

  /**
   * Returns how far the gradients of the weighted parts are from the central differences, at the
   * worst entry of each variable, where {@link #gradientErrors} moves all entries at once. It runs
   * the graph twice for each entry.
   */
  public Map<String, Double> entryErrors(Map<Part, Values> weights, Map<String, Values> feeds) {
    Map<String, Values> fed = new LinkedHashMap<>(feeds);
    List<Expr> sums = new ArrayList<>();
    List<Map<String, Values>> gradients = new ArrayList<>();
    weights.forEach(
        (part, at) -> {
          fed.put(weighted(part).weightName(), at);
          sums.add(weighted(part).sum());
          gradients.add(gradients(part, at, feeds));
        });
    Map<String, Double> errors = new LinkedHashMap<>();
    for (String variable : variables) {
      List<Values> expected = gradients.stream().map(all -> Values.fed(all, variable)).toList();
      double worst = 0;
      for (int i = 0; i < Values.fed(feeds, variable).size(); i++) {
        worst = Math.max(worst, entryError(variable, i, sums, expected, fed));
      }
      errors.put(variable, worst);
    }
    return errors;
  }

  private double entryError(
      String variable,
      int entry,
      List<Expr> sums,
      List<Values> expected,
      Map<String, Values> feeds) {
    Values at = Values.fed(feeds, variable);
    Map<String, Values> moved = new LinkedHashMap<>(feeds);
    double best = Double.POSITIVE_INFINITY;
    for (double step : STEPS) {
      moved.put(variable, at.with(entry, at.at(entry) + step));
      List<Values> above = bench.fetchAll(sums, moved);
      moved.put(variable, at.with(entry, at.at(entry) - step));
      List<Values> below = bench.fetchAll(sums, moved);
      double worst = 0;
      for (int i = 0; i < sums.size(); i++) {
        double slope = (above.get(i).at(0) - below.get(i).at(0)) / (2 * step);
        double gradient = expected.get(i).at(entry);
        worst = Math.max(worst, Math.abs(slope - gradient) / (1 + Math.abs(gradient)));
      }
      best = Math.min(best, worst);
      if (best < GOOD_ENOUGH) {
        break;
      }
    }
    return best;
  }

  private double sumAt(
      Part part,
      String variable,
      double step,
      Values direction,
      Values weights,
      Map<String, Values> feeds) {
    Map<String, Values> moved = withWeights(part, weights, feeds);
    moved.put(variable, Values.fed(feeds, variable).plus(step, direction));
    return bench.fetch(weighted(part).sum(), moved).at(0);
  }

  private Map<String, Values> withWeights(Part part, Values weights, Map<String, Values> feeds) {
    Map<String, Values> all = new LinkedHashMap<>(feeds);
    all.put(weighted(part).weightName(), weights);
    return all;
  }

  /**
   * Returns the Jacobian of each row's value by the same row of {@code input}: one matrix a row.
   * All rows of all matrices come from one run, in which each point is repeated once for every
   * entry of the value.
   *
   * @param rowWise the fed inputs that have a row for each point
   */
  public List<double[][]> jacobians(String input, List<String> rowWise, Map<String, Values> feeds) {
    Values value = bench.fetch(part(Part.VALUE), feeds);
    int outputs = value.rowSize();
    Map<String, Values> repeated = new LinkedHashMap<>(feeds);
    rowWise.forEach(name -> repeated.computeIfPresent(name, (key, at) -> at.repeatRows(outputs)));
    double[] oneHot = new double[value.size() * outputs];
    for (int row = 0; row < value.size(); row++) {
      oneHot[row * outputs + row % outputs] = 1;
    }
    Values weights = Values.of(value.repeatRows(outputs).shape(), oneHot);
    Values gradient = Values.fed(gradients(Part.VALUE, weights, repeated), input);
    List<double[][]> jacobians = new ArrayList<>();
    for (int point = 0; point < value.rowCount(); point++) {
      double[][] jacobian = new double[outputs][];
      for (int i = 0; i < outputs; i++) {
        jacobian[i] = gradient.row(point * outputs + i);
      }
      jacobians.add(jacobian);
    }
    return jacobians;
  }
}
