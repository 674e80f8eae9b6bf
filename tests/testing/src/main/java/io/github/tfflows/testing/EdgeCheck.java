package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;

/**
 * Searches for infinities and NaN in float32 at extreme inputs, with initial, zero, drawn and
 * saturated parameters.
 */
final class EdgeCheck {
  /** The largest entry that is combined with saturated parameters. */
  private static final double MODERATE = 1e4;

  private static final int POINTS = 2;

  private final TestedBijector contract;
  private final Shape event;
  private final Direction direction;

  EdgeCheck(TestedBijector contract, Shape event, Direction direction) {
    this.contract = contract;
    this.event = event;
    this.direction = direction;
  }

  void assertFinite() {
    try (Workbench bench = Workbench.float32()) {
      Bijector bijector = contract.bijector(event);
      Shape taken = direction == Direction.FORWARD ? event : bijector.forwardEventShape(event);
      Expr x = bench.input("x", taken.prepend(-1));
      Mapped y = direction.build(bijector, scope(bench), x);
      Map<String, Expr> watched = watched(bench, x, y);
      Map<String, Values> start = bench.initialValues();
      List<String> failures = new ArrayList<>();
      for (double edge : contract.edges(direction)) {
        Values rows = rows(taken, edge).mapRows(row -> contract.point(direction, taken, row));
        failures.addAll(failures(bench, watched, rows, start, edge, "the start"));
        for (double factor : new double[] {0, 1, contract.saturation()}) {
          if (factor <= 1 || Math.abs(edge) <= MODERATE) {
            String times = "parameters times " + factor;
            failures.addAll(failures(bench, watched, rows, drawn(bench, factor), edge, times));
          }
        }
      }
      assertEquals(List.of(), failures, () -> direction + " of " + bijector);
    }
  }

  /** Without a context, unless there must be one. */
  private GraphScope scope(Workbench bench) {
    int size = contract.contextSizes().get(0);
    return size == 0
        ? bench.scope()
        : bench.scope(
            bench.scope().constant(Shape.of(POINTS, size), new double[POINTS * size]).plus(0.5));
  }

  private static Map<String, Expr> watched(Workbench bench, Expr x, Mapped y) {
    Map<String, Expr> watched = new LinkedHashMap<>();
    watched.put("value", y.value());
    watched.put("log-det", y.logDet());
    List<String> names = new ArrayList<>(List.of("the input"));
    List<Expr> by = new ArrayList<>(List.of(x));
    bench.parameterNames().forEach(name -> by.add(bench.parameter(name)));
    names.addAll(bench.parameterNames());
    Map.of("value", y.value(), "log-det", y.logDet())
        .forEach(
            (part, operand) -> {
              List<Optional<Expr>> found = bench.gradients(bench.total(operand), by);
              for (int i = 0; i < names.size(); i++) {
                String name = gradient(part, names.get(i));
                found.get(i).ifPresent(gradient -> watched.put(name, gradient));
              }
            });
    return watched;
  }

  private static String gradient(String part, String variable) {
    return "gradient of " + part + " by " + variable;
  }

  private boolean overflows(String watched, double edge) {
    return contract.overflowing(edge).stream()
        .anyMatch(parameter -> watched.equals(gradient("value", parameter)));
  }

  private Map<String, Values> drawn(Workbench bench, double factor) {
    SplittableRandom random = new SplittableRandom(5);
    return bench.parameters(
        (name, shape) -> Values.zeros(shape).map(at -> factor * contract.parameter(name, random)));
  }

  private List<String> failures(
      Workbench bench,
      Map<String, Expr> watched,
      Values rows,
      Map<String, Values> parameters,
      double edge,
      String where) {
    Map<String, Values> feeds = new LinkedHashMap<>(parameters);
    feeds.put("x", rows);
    List<Values> run = bench.fetchAll(List.copyOf(watched.values()), feeds);
    List<String> failures = new ArrayList<>();
    int i = 0;
    for (String name : watched.keySet()) {
      Values at = run.get(i++);
      if (!isGood(name, at, edge)) {
        failures.add(name + " is " + at + " at " + rows + ", " + where);
      }
    }
    return failures;
  }

  /** Nothing is NaN; outside of the range, the density is zero if all entries are outside. */
  private boolean isGood(String watched, Values at, double edge) {
    if (watched.equals("log-det") && direction == Direction.INVERSE && !contract.isInRange(edge)) {
      return at.noneNaN() && at.at(0) == Double.NEGATIVE_INFINITY && at.at(1) < Float.MAX_VALUE;
    }
    return overflows(watched, edge) ? at.noneNaN() : at.allFinite();
  }

  /** Two points: the edge everywhere, and the edge at every other entry. */
  private static Values rows(Shape event, double edge) {
    double[] entries = new double[Math.toIntExact(POINTS * event.size())];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = i < event.size() || i % 2 == 0 ? edge : 0.5;
    }
    return Values.rows(event, entries);
  }
}
