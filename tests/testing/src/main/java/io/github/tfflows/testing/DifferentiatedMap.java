package io.github.tfflows.testing;

import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A differentiable function in a float64 graph with a value and a logarithm, and the gradients of
 * {@code Σ weights · value} and {@code Σ weights · logarithm} by each of its inputs and by every
 * parameter; the weights are fed.
 */
public final class DifferentiatedMap {
  /** The differentiated part. */
  public enum Part {
    VALUE,
    LOG
  }

  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};
  private static final double GOOD_ENOUGH = 1e-8;

  private final Workbench bench;
  private final Map<Part, Weighted> parts = new EnumMap<>(Part.class);
  private final List<String> variables;

  /** A part, and the gradients of its sum under the fed weights by variable. */
  private record Weighted(Expr operand, String weightName, Map<String, Expr> gradients) {}

  /**
   * Differentiates.
   *
   * @param prefix the prefix of the fed weights, one for each map in a graph
   * @param inputs the inputs to differentiate by, besides all parameters of the graph
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
    return new Weighted(operand, name, named);
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
   */
  public Map<String, Values> gradients(Part part, Values weights, Map<String, Values> feeds) {
    return gradients(Map.of(part, weights), feeds).get(0);
  }

  /**
   * Returns the gradients of each weighted part. They are fetched together, since a session
   * prepares each new set of fetches.
   */
  List<Map<String, Values>> gradients(Map<Part, Values> weights, Map<String, Values> feeds) {
    List<Expr> fetched = new ArrayList<>();
    weights.keySet().forEach(part -> fetched.addAll(weighted(part).gradients().values()));
    Iterator<Values> run = bench.fetchAll(fetched, withWeights(weights, feeds)).iterator();
    List<Map<String, Values>> gradients = new ArrayList<>();
    for (Part part : weights.keySet()) {
      Map<String, Values> all = new LinkedHashMap<>();
      variables.forEach(name -> all.put(name, Values.zeros(Values.fed(feeds, name).shape())));
      weighted(part).gradients().keySet().forEach(name -> all.put(name, run.next()));
      gradients.add(all);
    }
    return gradients;
  }

  public boolean reaches(Part part, String variable) {
    return weighted(part).gradients().containsKey(variable);
  }

  /**
   * Returns the error of gradients along a random direction, compared with central differences,
   * relative to {@code 1 + |gradient|}. The worse of the weighted parts counts. The best of several
   * step sizes counts, since a wide step may cross a kink; a wrong gradient is wrong at all steps.
   */
  public Map<String, Double> gradientErrors(
      Map<Part, Values> weights, Map<String, Values> feeds, RandomGenerator random) {
    List<Map<String, Values>> gradients = gradients(weights, feeds);
    Map<String, Double> errors = new LinkedHashMap<>();
    for (String variable : variables) {
      Values direction = Values.gaussian(Values.fed(feeds, variable).shape(), 1, random);
      errors.put(variable, errorAlong(direction, variable, gradients, weights, feeds));
    }
    return errors;
  }

  /**
   * Returns the error at the worst entry of each variable; {@link #gradientErrors} moves all
   * entries at once. It runs the graph twice for each entry.
   */
  public Map<String, Double> entryErrors(Map<Part, Values> weights, Map<String, Values> feeds) {
    List<Map<String, Values>> gradients = gradients(weights, feeds);
    Map<String, Double> errors = new LinkedHashMap<>();
    for (String variable : variables) {
      Values zeros = Values.zeros(Values.fed(feeds, variable).shape());
      double worst = 0;
      for (int i = 0; i < zeros.size(); i++) {
        worst = Math.max(worst, errorAlong(zeros.with(i, 1), variable, gradients, weights, feeds));
      }
      errors.put(variable, worst);
    }
    return errors;
  }

  private double errorAlong(
      Values direction,
      String variable,
      List<Map<String, Values>> gradients,
      Map<Part, Values> weights,
      Map<String, Values> feeds) {
    double[] slopes =
        gradients.stream().mapToDouble(all -> Values.fed(all, variable).dot(direction)).toArray();
    double[] best = new double[slopes.length];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (double step : STEPS) {
      double[] above = sumsAt(variable, step, direction, weights, feeds);
      double[] below = sumsAt(variable, -step, direction, weights, feeds);
      for (int i = 0; i < slopes.length; i++) {
        double found = (above[i] - below[i]) / (2 * step);
        best[i] = Math.min(best[i], Math.abs(found - slopes[i]) / (1 + Math.abs(slopes[i])));
      }
      if (largest(best) < GOOD_ENOUGH) {
        break;
      }
    }
    return largest(best);
  }

  private static double largest(double[] errors) {
    return Arrays.stream(errors).max().orElse(0); // NaN if one is
  }

  /** Returns the weighted sums where a variable is moved, computed from the fetched parts. */
  private double[] sumsAt(
      String variable,
      double step,
      Values direction,
      Map<Part, Values> weights,
      Map<String, Values> feeds) {
    Map<String, Values> moved = new LinkedHashMap<>(feeds);
    moved.put(variable, Values.fed(feeds, variable).plus(step, direction));
    Map<Part, Values> run = fetchParts(moved);
    return weights.entrySet().stream()
        .mapToDouble(
            each -> Optional.ofNullable(run.get(each.getKey())).orElseThrow().dot(each.getValue()))
        .toArray();
  }

  private Map<Part, Values> fetchParts(Map<String, Values> feeds) {
    List<Values> run =
        bench.fetchAll(parts.values().stream().map(Weighted::operand).toList(), feeds);
    Map<Part, Values> fetched = new EnumMap<>(Part.class);
    parts.keySet().forEach(part -> fetched.put(part, run.get(fetched.size())));
    return fetched;
  }

  private Map<String, Values> withWeights(Map<Part, Values> weights, Map<String, Values> feeds) {
    Map<String, Values> all = new LinkedHashMap<>(feeds);
    weights.forEach((part, at) -> all.put(weighted(part).weightName(), at));
    return all;
  }

  /**
   * Returns the Jacobian of each row's value by the same row of {@code input}: one matrix a row.
   * All rows of all matrices come from one run, which repeats each point for every entry of the
   * value. Other parts have the weight zero, so that the set of fetches stays the same.
   *
   * @param rowWise the fed inputs that have a row for each point
   */
  public List<double[][]> jacobians(String input, List<String> rowWise, Map<String, Values> feeds) {
    Map<Part, Values> run = fetchParts(feeds);
    Values value = Optional.ofNullable(run.get(Part.VALUE)).orElseThrow();
    int outputs = value.rowSize();
    Map<String, Values> repeated = new LinkedHashMap<>(feeds);
    rowWise.forEach(name -> repeated.computeIfPresent(name, (key, at) -> at.repeatRows(outputs)));
    double[] oneHot = new double[value.size() * outputs];
    for (int row = 0; row < value.size(); row++) {
      oneHot[row * outputs + row % outputs] = 1;
    }
    Map<Part, Values> weights = new EnumMap<>(Part.class);
    run.forEach((part, at) -> weights.put(part, at.repeatRows(outputs).map(entry -> 0)));
    weights.computeIfPresent(Part.VALUE, (part, zeros) -> Values.of(zeros.shape(), oneHot));
    Values gradient = Values.fed(gradients(weights, repeated).get(0), input);
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
