package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** Log-densities at given points, with parameters as they start, in float64. */
public final class Densities {
  /** Returns the log-densities at vectors, one after another. */
  public static Values at(Distribution distribution, double... entries) {
    Shape event = distribution.eventShape();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", event.prepend(-1));
      Expr logProb = distribution.logProb(bench.scope(), x);
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(event, entries));
      return bench.fetch(logProb, feeds);
    }
  }

  /** Checks the log-density at one event against a reference. */
  public static void assertLogProb(double expected, Distribution distribution, double... event) {
    double found = at(distribution, event).at(0);
    double error = Math.abs(found - expected) / (1 + Math.abs(expected));
    assertTrue(error <= 1e-12, () -> distribution + ": " + found + ", expected " + expected);
  }

  /** Returns draws, with parameters as they start. */
  public static Values draws(Distribution distribution, int count, long... seed) {
    try (Workbench bench = Workbench.float64()) {
      Sample sample = distribution.sample(bench.scope(), bench.noise(count, seed));
      return bench.fetch(sample.value(), bench.initialValues());
    }
  }

  private Densities() {}
}
