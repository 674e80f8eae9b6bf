package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;

/** A network in a float64 graph: inputs {@code known} and {@code context}, output {@code theta}. */
public final class NetworkLab implements AutoCloseable {
  public static final int ROWS = 4;
  private static final int TRIALS = 2;

  /** Builds the network. */
  public interface Network {
    Expr build(GraphScope scope, Expr known);
  }

  private final Shape known;
  private final int contextSize;
  private final Workbench bench = Workbench.float64();
  private final DifferentiatedMap map;

  public NetworkLab(int known, int contextSize, Network network) {
    this(Shape.of(known), contextSize, network);
  }

  /** A network that reads events of a shape, such as images. */
  public NetworkLab(Shape known, int contextSize, Network network) {
    this.known = known;
    this.contextSize = contextSize;
    Map<String, Expr> inputs = new LinkedHashMap<>();
    Expr x = bench.input("known", known.prepend(-1));
    inputs.put("known", x);
    GraphScope scope = bench.scope();
    if (contextSize > 0) {
      Expr context = bench.input("context", Shape.of(-1, contextSize));
      inputs.put("context", context);
      scope = bench.scope(context);
    }
    Expr theta = network.build(scope, x);
    this.map = new DifferentiatedMap(bench, "network", Map.of(Part.VALUE, theta), inputs);
  }

  public Workbench bench() {
    return bench;
  }

  public Expr built() {
    return map.part(Part.VALUE);
  }

  public Map<String, Values> feeds(int trial) {
    SplittableRandom random = new SplittableRandom(20 + trial);
    Map<String, Values> feeds = bench.gaussianParameters(0.7, random);
    feeds.put("known", Values.gaussian(known.prepend(ROWS), 1, random));
    if (contextSize > 0) {
      feeds.put("context", Values.gaussian(Shape.of(ROWS, contextSize), 1, random));
    }
    return feeds;
  }

  public Values theta(Map<String, Values> feeds) {
    return bench.fetch(built(), feeds);
  }

  /** Returns the gradients of a random combination of all of {@code θ}. */
  public Map<String, Values> gradients(Map<String, Values> feeds) {
    Values weights = Values.gaussian(theta(feeds).shape(), 1, new SplittableRandom(6));
    return map.gradients(Part.VALUE, weights, feeds);
  }

  /** Returns {@code dθ/d input} of the first row, one row for each entry of {@code θ}. */
  public double[][] jacobian(String input, Map<String, Values> feeds) {
    Values theta = theta(feeds);
    double[][] jacobian = new double[theta.rowSize()][];
    for (int i = 0; i < jacobian.length; i++) {
      Values oneHot = Values.zeros(theta.shape()).with(i, 1);
      jacobian[i] = Values.fed(map.gradients(Part.VALUE, oneHot, feeds), input).row(0);
    }
    return jacobian;
  }

  public void assertGradients() {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < TRIALS; trial++) {
      Map<String, Values> feeds = feeds(trial);
      Shape theta = theta(feeds).shape();
      map.variables()
          .forEach(
              name -> assertTrue(map.reaches(Part.VALUE, name), () -> "no gradient by " + name));
      Values weights = Values.gaussian(theta, 1, random);
      map.gradientErrors(Map.of(Part.VALUE, weights), feeds, random)
          .forEach(
              (name, error) ->
                  assertTrue(error <= 1e-6, () -> "gradient by " + name + " is off by " + error));
    }
  }

  public void assertRowsIndependent() {
    Map<String, Values> feeds = feeds(0);
    Values before = theta(feeds);
    for (String input : new String[] {"known", "context"}) {
      if (feeds.containsKey(input) && Values.fed(feeds, input).size() > 0) {
        Map<String, Values> moved = new LinkedHashMap<>(feeds);
        moved.put(input, Values.fed(feeds, input).with(0, 5));
        Values after = theta(moved);
        for (int i = before.rowSize(); i < before.size(); i++) {
          double change = Math.abs(after.at(i) - before.at(i));
          assertTrue(change <= 1e-13, () -> input + " of row 0 moves another row by " + change);
        }
      }
    }
  }

  /** Asserts that each of the {@code size} entries of an input has an influence in some setting. */
  public void assertReads(String input, int size) {
    double[] influence = new double[size];
    for (int trial = 0; trial < TRIALS; trial++) {
      for (double[] row : jacobian(input, feeds(trial))) {
        for (int j = 0; j < size; j++) {
          influence[j] += Math.abs(row[j]);
        }
      }
    }
    for (int j = 0; j < size; j++) {
      int entry = j;
      assertTrue(influence[j] > 0, () -> "entry " + entry + " of " + input + " is not read");
    }
  }

  @Override
  public void close() {
    bench.close();
  }
}
