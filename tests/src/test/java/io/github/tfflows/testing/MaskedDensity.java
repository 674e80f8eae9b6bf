package io.github.tfflows.testing;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Map;
import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;

/** The log-density of events of three entries, some of which are absent, given a context. */
public final class MaskedDensity implements AutoCloseable {
  /** All masks of vectors under which an entry is present, one a row. */
  public static final Values MASKS =
      Values.rows(Shape.of(3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1);

  private final Workbench bench;
  private final GraphScope unmasked;
  private final GraphScope scope;
  private final Expr x;
  private final Expr logProb;

  public MaskedDensity(Workbench bench, Distribution flow) {
    this.bench = bench;
    this.unmasked = bench.scope(bench.input("context", Shape.of(-1, 2)));
    this.scope = unmasked.withPresence(bench.input("mask", flow.eventShape().prepend(-1)));
    this.x = bench.input("x", flow.eventShape().prepend(-1));
    this.logProb = flow.logProb(scope, x);
  }

  public MaskedDensity(Distribution flow) {
    this(Workbench.float64(), flow);
  }

  /** Returns points for each of the masks. */
  public static Values points(long seed) {
    return Values.gaussian(MASKS.shape(), 0.8, new SplittableRandom(seed));
  }

  public Workbench bench() {
    return bench;
  }

  /** Returns the place with the context and without the mask. */
  public GraphScope unmasked() {
    return unmasked;
  }

  public GraphScope scope() {
    return scope;
  }

  public Expr x() {
    return x;
  }

  public Expr logProb() {
    return logProb;
  }

  /** Draws parameters; a variance is positive. */
  public Map<String, Values> feeds(Values points, Values mask) {
    SplittableRandom random = new SplittableRandom(8);
    Map<String, Values> feeds = bench.parameters((name, shape) -> parameter(name, shape, random));
    feeds.put("x", points);
    feeds.put("mask", mask);
    feeds.put("context", Values.ones(Shape.of(points.rowCount(), 2)));
    return feeds;
  }

  private static Values parameter(String name, Shape shape, SplittableRandom random) {
    Values drawn = Values.gaussian(shape, 0.3, random);
    return name.endsWith("variance") ? drawn.map(Math::exp) : drawn;
  }

  public Values logProb(Values points, Values mask) {
    return bench.fetch(logProb, feeds(points, mask));
  }

  @Override
  public void close() {
    bench.close();
  }
}
