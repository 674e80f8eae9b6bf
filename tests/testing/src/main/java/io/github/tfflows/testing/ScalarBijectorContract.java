package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Inline;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** The contract of every {@link ScalarBijector}, as tests, besides those as part of each host. */
public interface ScalarBijectorContract {
  int ROWS = 6;
  int COLUMNS = 4;
  int TRIALS = 3;
  double LARGE = 1e100;
  List<Double> SHIFTS = List.of(-3.0, -0.7, 1e-9, 0.4, 2.0, 20.0);
  List<Double> FAR = List.of(0.0, -0.0, 1.0, -1.0, 10.0, -10.0, 1e4, -1e4, 1e15, 1e30, -1e30);

  /** Returns the map, equal in each call. */
  ScalarBijector map();

  /** Returns entries where the formula may change: bounds, and knots at zero parameters. */
  default double[] edges() {
    return new double[] {0};
  }

  /** Draws an unconstrained parameter. */
  default double theta(RandomGenerator random) {
    return random.nextGaussian();
  }

  /** Returns {@code f(x; 0)}: by default the identity. */
  default double image(double x) {
    return x;
  }

  /** Returns a point of the domain, as an increasing function of a real number. */
  default double point(double real) {
    return switch (map().domain().kind()) {
      case REALS, CIRCLE -> real;
      case HALF_LINE -> Math.exp(real);
      case INTERVAL -> 1 / (1 + Math.exp(-real));
    };
  }

  /**
   * Returns the largest absolute value of the real numbers on which it must be strictly monotone.
   */
  default double reach() {
    return 10;
  }

  /** Returns whether zero parameters give the identity; a map of a set onto itself must. */
  default boolean startsAsIdentity() {
    return map().parameters() > 0 && map().domain().equals(map().range());
  }

  /** Returns the standard deviation of the entries in the tests. */
  default double spread() {
    return 2;
  }

  /** Draws an entry of the domain of {@code direction}. */
  default double entry(Direction direction, RandomGenerator random) {
    double x = point(spread() * random.nextGaussian());
    return direction == Direction.FORWARD ? x : image(x);
  }

  /** Returns the bound on {@code |error| / (1 + |expected|)} in float64. */
  default double tolerance() {
    return 1e-10;
  }

  private static Mapped build(
      ScalarBijector map, Direction direction, GraphScope scope, Expr x, Expr theta) {
    return direction == Direction.FORWARD
        ? map.forward(scope, x, theta)
        : map.inverse(scope, x, theta);
  }

  private Map<String, Values> feeds(Direction direction, int trial) {
    SplittableRandom random = new SplittableRandom(10 + trial);
    Map<String, Values> feeds = new LinkedHashMap<>();
    Values zeros = Values.zeros(Shape.of(ROWS, COLUMNS));
    feeds.put("x", zeros.map(at -> entry(direction, random)));
    feeds.put(
        "theta",
        Values.zeros(Shape.of(ROWS, COLUMNS, map().parameters())).map(at -> theta(random)));
    return feeds;
  }

  private DifferentiatedMap differentiated(Workbench bench, Direction direction) {
    Expr x = bench.input("x", Shape.of(-1, COLUMNS));
    Expr theta = bench.input("theta", Shape.of(-1, COLUMNS, map().parameters()));
    Mapped y = build(map(), direction, bench.scope(), x, theta);
    Map<Part, Expr> parts = new LinkedHashMap<>();
    parts.put(Part.VALUE, y.value());
    parts.put(Part.LOG, y.logDet());
    Map<String, Expr> inputs = new LinkedHashMap<>();
    inputs.put("x", x);
    inputs.put("theta", theta);
    return new DifferentiatedMap(bench, "map", parts, inputs);
  }

  @ParameterizedTest
  @EnumSource
  default void logDerivativeIsThatOfAutodiff(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      DifferentiatedMap map = differentiated(bench, direction);
      for (int trial = 0; trial < TRIALS; trial++) {
        Map<String, Values> feeds = feeds(direction, trial);
        Values log = bench.fetch(map.part(Part.LOG), feeds);
        Values ones = Values.ones(Shape.of(ROWS, COLUMNS));
        Values slope = Values.fed(map.gradients(Part.VALUE, ones, feeds), "x");
        double error = log.distance(slope.map(at -> Math.log(Math.abs(at))));
        assertTrue(
            error <= tolerance(),
            () -> "the log-slope %s of %s is off by %s".formatted(direction, map(), error));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void gradientsAreTheCentralDifferences(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      DifferentiatedMap map = differentiated(bench, direction);
      SplittableRandom random = new SplittableRandom(3);
      for (int trial = 0; trial < TRIALS; trial++) {
        Map<String, Values> feeds = feeds(direction, trial);
        Map<Part, Values> weights = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
          weights.put(part, Values.gaussian(Shape.of(ROWS, COLUMNS), 1, random));
        }
        map.gradientErrors(weights, feeds, random)
            .forEach(
                (name, error) ->
                    assertTrue(error <= 1e-6, () -> "gradient by " + name + ": " + error));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void oppositeUndoesIt(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, COLUMNS));
      Expr theta = bench.input("theta", Shape.of(-1, COLUMNS, map().parameters()));
      Mapped there = build(map(), direction, bench.scope(), x, theta);
      Mapped back = build(map(), direction.opposite(), bench.scope(), there.value(), theta);
      for (int trial = 0; trial < TRIALS; trial++) {
        Map<String, Values> feeds = feeds(direction, trial);
        List<Values> run =
            bench.fetchAll(List.of(back.value(), there.logDet(), back.logDet()), feeds);
        double moved = run.get(0).distance(Values.fed(feeds, "x"));
        assertTrue(moved <= tolerance(), () -> direction + " and back is off by " + moved);
        double left = run.get(1).distance(run.get(2).map(at -> -at));
        assertTrue(left <= tolerance(), () -> "the log-slopes of both ways differ by " + left);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void isStrictlyMonotone(Direction direction) {
    int half = 400;
    int points = 2 * half + 1;
    double sense =
        direction == Direction.FORWARD ? Math.signum(image(point(1)) - image(point(0))) : 1;
    Values grid = Values.zeros(Shape.of(points, 1));
    for (int i = 0; i < points; i++) {
      double at = point((i - half) * reach() / half);
      grid = grid.with(i, direction == Direction.FORWARD ? at : image(at));
    }
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(1, 1, map().parameters()));
      Mapped y = build(map(), direction, bench.scope(), x, theta);
      for (int trial = 0; trial < 2 * TRIALS; trial++) {
        SplittableRandom random = new SplittableRandom(trial);
        Values shared = Values.zeros(Shape.of(1, 1, map().parameters())).map(at -> theta(random));
        Values at = bench.fetch(y.value(), Map.of("x", grid, "theta", shared));
        for (int i = 1; i < points; i++) {
          boolean onward = (at.at(i) - at.at(i - 1)) * sense > 0;
          assertTrue(onward, direction + " turns at " + grid.at(i));
        }
      }
    }
  }

  @Test
  default void saysInWhichDirectionItMoves() {
    boolean isRising = image(point(1)) > image(point(0));
    boolean turns = map().domain().kind() == Domain.Kind.CIRCLE;
    Monotonicity expected = isRising ? Monotonicity.INCREASING : Monotonicity.DECREASING;
    Monotonicity found = map().monotonicity(Shape.of(1));
    assertEquals(found, map().inverted().monotonicity(Shape.of(1)));
    assertEquals(turns || map() instanceof Inline ? Monotonicity.NONE : expected, found);
  }

  @ParameterizedTest
  @EnumSource
  default void isTheIdentityAtZero(Direction direction) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Shape one = Shape.of(1, 1, map().parameters());
      Expr zeros = bench.scope().constant(one, new double[map().parameters()]);
      Mapped y = build(map(), direction, bench.scope(), fed, zeros);
      boolean moves = false;
      for (double shift : SHIFTS) {
        Values at = near(shift, direction);
        List<Values> run = bench.fetchAll(List.of(y.value(), y.logDet()), Map.of("x", at));
        moves |= !(run.get(0).distance(at) <= 1e-12 && run.get(1).largestMagnitude() <= 1e-12);
      }
      if (map().parameters() > 0) {
        assertEquals(
            startsAsIdentity(),
            !moves,
            () -> "startsAsIdentity: %s of %s with zero parameters".formatted(direction, map()));
      }
    }
  }

  /** Points beside the edges, or in the middle of a bounded set. */
  private Values near(double shift, Direction direction) {
    Values edges = Values.rows(Shape.of(1), edges());
    return switch (map().domain().kind()) {
      case REALS, CIRCLE -> edges.map(edge -> edge + shift);
      case HALF_LINE, INTERVAL ->
          edges.map(edge -> direction == Direction.FORWARD ? point(shift) : image(point(shift)));
    };
  }

  @Test
  default void isItsImageAtZero() {
    Values at = Values.rows(Shape.of(1), -3, -0.7, 0, 1e-9, 0.4, 2, 20).map(this::point);
    Values found = valuesAtZero(at);
    assertTrue(found.distance(at.map(this::image)) <= 1e-12, found::toString);
  }

  /** The map's values at points, with parameters of zero. */
  private Values valuesAtZero(Values points) {
    Shape parameters = Shape.of(1, 1, map().parameters());
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr y = map().forward(bench.scope(), x, bench.input("theta", parameters)).value();
      return bench.fetch(y, Map.of("x", points, "theta", Values.zeros(parameters)));
    }
  }

  /** Outside the range, densities are zero. Circles have no ends. */
  @Test
  default void valuesApproachTheEndsOfTheRange() {
    Domain range = map().range();
    if (range.kind() == Domain.Kind.CIRCLE) {
      assertEquals(map().domain(), range);
    } else {
      valuesApproach(range);
    }
  }

  private void valuesApproach(Domain range) {
    double far = map().domain().kind() == Domain.Kind.REALS ? 1e12 : 60;
    double near = map().domain().kind() == Domain.Kind.REALS ? 1e6 : 30;
    Values y = valuesAtZero(Values.rows(Shape.of(1), -far, -near, near, far).map(this::point));
    boolean isRising = y.at(2) > y.at(1);
    approaches(isRising ? range.low() : range.high(), y.at(1), y.at(0));
    approaches(isRising ? range.high() : range.low(), y.at(2), y.at(3));
  }

  private void approaches(double end, double near, double far) {
    boolean isFinite = Double.isFinite(end);
    boolean approaches =
        isFinite
            ? Math.abs(far - end) <= 1e-6 * (1 + Math.abs(end))
            : (far - near) * Math.signum(end) > 1 || far * Math.signum(end) > LARGE;
    assertTrue(approaches, () -> "values of %s end at %s, not at %s".formatted(map(), far, end));
  }

  @ParameterizedTest
  @EnumSource
  default void sharesOneSetOfParameters(Direction direction) {
    Shape image = Shape.of(2, 2, 1);
    SplittableRandom random = new SplittableRandom(8);
    Values x = Values.zeros(image.prepend(3)).map(at -> entry(direction, random));
    Values shared =
        Values.zeros(image.append(map().parameters()).prepend(1)).map(at -> theta(random));
    double[] three = new double[3 * shared.size()];
    for (int i = 0; i < three.length; i++) {
      three[i] = shared.at(i % shared.size());
    }
    Values spread = Values.of(image.append(map().parameters()).prepend(3), three);
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", image.prepend(-1));
      Expr theta = bench.input("theta", image.append(map().parameters()).prepend(-1));
      Mapped y = build(map(), direction, bench.scope(), fed, theta);
      List<Expr> both = List.of(y.value(), y.logDet());
      List<Values> few = bench.fetchAll(both, Map.of("x", x, "theta", shared));
      List<Values> many = bench.fetchAll(both, Map.of("x", x, "theta", spread));
      for (int i = 0; i < 2; i++) {
        assertEquals(x.shape(), few.get(i).shape());
        assertTrue(few.get(i).distance(many.get(i)) <= 1e-14, () -> few + " and " + many);
      }
    }
  }

  /** The number of rows is fixed in a training step, and open elsewhere. */
  @ParameterizedTest
  @EnumSource
  default void mapsAKnownNumberOfRowsAlike(Direction direction) {
    Shape rows = Shape.of(3, 2, 2, 1);
    SplittableRandom random = new SplittableRandom(9);
    Values x = Values.zeros(rows).map(at -> entry(direction, random));
    Values theta = Values.zeros(rows.append(map().parameters())).map(at -> theta(random));
    List<List<Values>> results = new ArrayList<>();
    for (long count : new long[] {-1, 3}) {
      try (Workbench bench = Workbench.float64()) {
        Shape shape = rows.tail().prepend(count);
        Expr fed = bench.input("x", shape);
        Expr parameters = bench.input("theta", shape.append(map().parameters()));
        Mapped y = build(map(), direction, bench.scope(), fed, parameters);
        List<Expr> wanted = new ArrayList<>(List.of(y.value(), y.logDet()));
        Expr sum = bench.total(y.value()).plus(bench.total(y.logDet()));
        bench.gradients(sum, List.of(fed, parameters)).forEach(each -> each.ifPresent(wanted::add));
        results.add(bench.fetchAll(wanted, Map.of("x", x, "theta", theta)));
      }
    }
    for (int i = 0; i < results.get(0).size(); i++) {
      Values unknown = results.get(0).get(i);
      Values known = results.get(1).get(i);
      assertEquals(unknown.shape(), known.shape());
      assertTrue(known.distance(unknown) <= 1e-12, () -> known + " and " + unknown);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void staysFiniteInFloat32(Direction direction) {
    List<Double> points = new ArrayList<>(FAR);
    for (double edge : edges()) {
      float at = (float) edge;
      points.addAll(List.of(edge, (double) Math.nextUp(at), (double) Math.nextDown(at)));
    }
    Values x = Values.rows(Shape.of(1), points.stream().mapToDouble(Double::doubleValue).toArray());
    try (Workbench bench = Workbench.float32()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr theta = bench.input("theta", Shape.of(-1, 1, map().parameters()));
      Mapped y = build(map(), direction, bench.scope(), fed, theta);
      Map<String, Expr> watched = watched(bench, y, fed, theta);
      for (double scale : new double[] {0, 1, 30, 1e4, 1e10}) {
        SplittableRandom random = new SplittableRandom(2);
        Values saturated =
            Values.zeros(Shape.of(x.size(), 1, map().parameters()))
                .map(at -> scale * theta(random));
        Iterator<Values> run =
            bench
                .fetchAll(List.copyOf(watched.values()), Map.of("x", x, "theta", saturated))
                .iterator();
        for (String name : watched.keySet()) {
          Values at = run.next();
          String what = "%s %s of %s is %s at %s, parameters times %s";
          assertTrue(at.allFinite(), () -> what.formatted(name, direction, map(), at, x, scale));
        }
      }
    }
  }

  private static Map<String, Expr> watched(Workbench bench, Mapped y, Expr x, Expr theta) {
    Map<String, Expr> watched = new LinkedHashMap<>();
    watched.put("the value", y.value());
    watched.put("the log-slope", y.logDet());
    for (String part : List.copyOf(watched.keySet())) {
      Expr sum = bench.total(part.equals("the value") ? y.value() : y.logDet());
      List<Optional<Expr>> found = bench.gradients(sum, List.of(x, theta));
      found.get(0).ifPresent(by -> watched.put("the gradient of " + part + " by x", by));
      found.get(1).ifPresent(by -> watched.put("the gradient of " + part + " by theta", by));
    }
    return watched;
  }

  @Test
  default void isAValue() {
    assertEquals(map(), map());
    assertEquals(map().hashCode(), map().hashCode());
    assertTrue(map().toString().contains(map().getClass().getSimpleName()));
    assertTrue(map().parameters() >= 0);
    assertEquals(map().domain(), map().inverted().range());
    assertEquals(map().range(), map().inverted().domain());
  }
}
