package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.testing.BijectorLab.Pushed;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** The checks of every bijector in float64; {@link BijectorContract} runs them. */
final class BijectorChecks implements AutoCloseable {
  private static final int TRIALS = 3;

  /** The most rounding errors of the size of the input in a round trip. */
  private static final int ROUNDINGS = 100;

  /** A check, with its name in reports. */
  enum Check {
    ROUND_TRIP("going there and back is the identity, and the log-determinants cancel"),
    LOG_DET("the log-determinant is that of the autodiff Jacobian"),
    GRADIENTS("gradients by inputs and parameters are the central differences"),
    ENTRIES("each entry of the gradients is the central difference"),
    REACH("gradients reach every parameter, and the context where it is used"),
    ROWS("rows do not influence each other"),
    NAMES("both directions have the same, pinned parameters"),
    START("the declared initializers make it start as promised"),
    SHAPES("values and log-determinants have the promised shapes"),
    SENSE("entries move by themselves and in the promised direction");

    final String sentence;

    Check(String sentence) {
      this.sentence = sentence;
    }
  }

  private final TestedBijector contract;
  private final Setting setting;
  private final AccuracyTable accuracy;
  private Optional<BijectorLab> built = Optional.empty();

  BijectorChecks(TestedBijector contract, Setting setting, AccuracyTable accuracy) {
    this.contract = contract;
    this.setting = setting;
    this.accuracy = accuracy;
  }

  @Override
  public void close() {
    built.ifPresent(BijectorLab::close);
  }

  void run(Check check) {
    switch (check) {
      case ROUND_TRIP -> everywhere(this::roundTrip);
      case LOG_DET -> everywhere(this::logDet);
      case GRADIENTS -> everywhere(this::gradients);
      case ENTRIES -> entries();
      case REACH -> reach();
      case ROWS -> everywhere(this::rows);
      case NAMES -> names();
      case START -> start();
      case SHAPES -> everywhere(this::shapes);
      case SENSE -> sense();
      default -> throw new AssertionError(check);
    }
  }

  /**
   * Builds the graph at the first check, so that a failure to build it is the failure of a test.
   */
  private BijectorLab lab() {
    if (built.isEmpty()) {
      built = Optional.of(new BijectorLab(contract, setting));
    }
    return built.get();
  }

  private interface Directed {
    void check(Direction direction, int trial);
  }

  private static void everywhere(Directed check) {
    for (Direction direction : Direction.values()) {
      for (int trial = 0; trial < TRIALS; trial++) {
        check.check(direction, trial);
      }
    }
  }

  private void roundTrip(Direction direction, int trial) {
    Map<String, Values> feeds = lab().feeds(trial);
    Pushed there = lab().push(direction, feeds);
    Map<String, Values> onward = new LinkedHashMap<>(feeds);
    onward.put(direction.opposite().toString(), there.value());
    Pushed back = lab().push(direction.opposite(), onward);

    double moved = back.value().distance(Values.fed(feeds, direction.toString()));
    double uncancelled = back.logDet().distance(there.logDet().map(at -> -at));
    accuracy.roundTrip(contract.title(), direction, moved);
    double tolerance = contract.tolerance();
    if (Math.max(moved, uncancelled) > tolerance) {
      tolerance = Math.max(tolerance, roundingOf(direction.opposite(), onward));
    }
    assertAtMost(tolerance, moved, () -> describe("there and back", direction, feeds));
    assertAtMost(tolerance, uncancelled, () -> describe("log-dets add up", direction, feeds));
  }

  /** Returns the effect of rounding errors, of the input and in between, on the output. */
  private double roundingOf(Direction direction, Map<String, Values> feeds) {
    double stretch = 0;
    for (double[][] jacobian : lab().jacobians(direction, feeds)) {
      for (double[] row : jacobian) {
        stretch = Math.max(stretch, Arrays.stream(row).map(Math::abs).sum());
      }
    }
    double largest = Values.fed(feeds, direction.toString()).largestMagnitude();
    return ROUNDINGS * Math.ulp(1.0) * stretch * (1 + largest);
  }

  private void logDet(Direction direction, int trial) {
    Map<String, Values> feeds = lab().feeds(trial);
    Values logDet = lab().push(direction, feeds).logDet();
    double[] expected = lab().logVolumes(direction, feeds);
    double error = logDet.distance(Values.of(Shape.of(expected.length), expected));
    accuracy.logDet(contract.title(), direction, error);
    assertAtMost(contract.tolerance(), error, () -> describe("log-det", direction, feeds));
  }

  private void gradients(Direction direction, int trial) {
    Map<String, Values> feeds = lab().feeds(trial);
    SplittableRandom random = new SplittableRandom(100 + trial);
    lab()
        .map(direction)
        .gradientErrors(weights(direction, random), feeds, random)
        .forEach(
            (variable, error) ->
                assertAtMost(
                    contract.gradientTolerance(),
                    error,
                    () -> describe("gradient by " + variable, direction, feeds)));
  }

  private void entries() {
    Map<String, Values> feeds = lab().feeds(0);
    SplittableRandom random = new SplittableRandom(300);
    for (Direction direction : Direction.values()) {
      lab()
          .map(direction)
          .entryErrors(weights(direction, random), feeds)
          .forEach(
              (variable, error) ->
                  assertAtMost(
                      contract.gradientTolerance(),
                      error,
                      () -> describe("entry of the gradient by " + variable, direction, feeds)));
    }
  }

  private Map<Part, Values> weights(Direction direction, SplittableRandom random) {
    Map<Part, Values> weights = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Shape event = part == Part.LOG ? Shape.scalar() : lab().eventOf(direction.opposite());
      weights.put(part, Values.gaussian(event.prepend(BijectorLab.ROWS), 1, random));
    }
    return weights;
  }

  private void reach() {
    for (Direction direction : Direction.values()) {
      DifferentiatedMap map = lab().map(direction);
      for (String variable : map.variables()) {
        assertTrue(
            map.reaches(Part.VALUE, variable) || map.reaches(Part.LOG, variable),
            () -> "no gradient of " + direction + " by " + variable + " of " + lab());
      }
    }
    if (setting.event().size() == contract.largestEvent()) { // in small ones masks leave nothing
      everywhere(this::influence);
    }
  }

  private void influence(Direction direction, int trial) {
    Map<String, Values> feeds = lab().feeds(trial);
    SplittableRandom random = new SplittableRandom(200 + trial);
    Map<String, Double> influence = new LinkedHashMap<>();
    for (Map<String, Values> gradients :
        lab().map(direction).gradients(weights(direction, random), feeds)) {
      gradients.forEach((name, at) -> influence.merge(name, at.largestMagnitude(), Double::sum));
    }
    influence.forEach(
        (name, size) ->
            assertTrue(size > 0, () -> name + " does not influence " + direction + " of " + lab()));
  }

  private void rows(Direction direction, int trial) {
    Map<String, Values> feeds = lab().feeds(trial);
    Pushed together = lab().push(direction, feeds);
    for (int row = 0; row < BijectorLab.ROWS; row++) {
      Map<String, Values> alone = new LinkedHashMap<>(feeds);
      int at = row;
      for (String name : List.of(direction.toString(), "context")) {
        alone.computeIfPresent(name, (key, all) -> Values.of(oneRow(all.shape()), all.row(at)));
      }
      Pushed single = lab().push(direction, alone);
      assertAtMost(
          contract.tolerance(),
          Math.max(
              single.value().distance(rowOf(together.value(), row)),
              single.logDet().distance(rowOf(together.logDet(), row))),
          () -> describe("row " + at + " depends on the others", direction, feeds));
    }
  }

  private static Values rowOf(Values all, int row) {
    return Values.of(oneRow(all.shape()), all.row(row));
  }

  private static Shape oneRow(Shape shape) {
    long[] sizes = shape.asArray();
    sizes[0] = 1;
    return Shape.of(sizes);
  }

  private void names() {
    List<String> expected = contract.parameterNames(setting.event(), setting.contextSize());
    assertEquals(expected, lab().namesOfForward(), "names of " + lab());
    assertEquals(
        lab().namesOfForward(),
        lab().bench().parameterNames(),
        "the inverse declares more: " + lab());
  }

  private void start() {
    Map<String, Values> initial = lab().bench().initialValues();
    everywhere(
        (direction, trial) -> {
          Map<String, Values> feeds = lab().feeds(trial);
          feeds.putAll(initial);
          Pushed there = lab().push(direction, feeds);
          assertTrue(there.value().allFinite(), () -> describe("start", direction, feeds));
          if (contract.startsAsIdentity()) {
            double tolerance = contract.tolerance();
            double moved = there.value().distance(Values.fed(feeds, direction.toString()));
            assertAtMost(tolerance, moved, () -> describe("identity", direction, feeds));
            assertAtMost(
                tolerance,
                there.logDet().largestMagnitude(),
                () -> describe("identity's log-det", direction, feeds));
          }
        });
  }

  private void shapes(Direction direction, int trial) {
    Pushed there = lab().push(direction, lab().feeds(trial));
    Shape event = lab().eventOf(direction.opposite());
    assertEquals(event.prepend(BijectorLab.ROWS), there.value().shape());
    assertEquals(Shape.of(BijectorLab.ROWS), there.logDet().shape());
    assertEquals(
        event.numDimensions() + 1,
        lab().map(direction).part(Part.VALUE).shape().numDimensions(),
        "the next bijector needs the rank when the graph is built");
    for (int axis = 0; axis < event.numDimensions(); axis++) {
      assertEquals(
          event.get(axis),
          lab().map(direction).part(Part.VALUE).shape().get(axis + 1),
          "the next bijector needs the size of axis " + axis + " when the graph is built");
    }
  }

  private void sense() {
    Monotonicity said = lab().bijector().monotonicity(setting.event());
    if (said != Monotonicity.NONE) {
      everywhere(
          (direction, trial) ->
              assertEquals(
                  Set.of(said),
                  senses(direction, trial),
                  () -> describe("sense", direction, lab().feeds(trial))));
    } else if (setting.event().size() > 1) {
      boolean isOrdered =
          IntStream.range(0, TRIALS)
              .mapToObj(trial -> senses(Direction.FORWARD, trial))
              .allMatch(Set.of(Monotonicity.INCREASING)::equals);
      assertEquals(
          contract.hidesItsSense(setting.event()), isOrdered, () -> "no sense is said of " + lab());
    }
  }

  /**
   * The directions in which entries move by themselves, with {@link Monotonicity#NONE} if entries
   * mix.
   */
  private Set<Monotonicity> senses(Direction direction, int trial) {
    Set<Monotonicity> senses = EnumSet.noneOf(Monotonicity.class);
    for (double[][] jacobian : lab().jacobians(direction, lab().feeds(trial))) {
      for (int i = 0; i < jacobian.length; i++) {
        for (int j = 0; j < jacobian[i].length; j++) {
          if (i == j && jacobian[i][j] != 0) {
            senses.add(jacobian[i][j] > 0 ? Monotonicity.INCREASING : Monotonicity.DECREASING);
          } else if (i == j || jacobian[i][j] != 0) {
            senses.add(Monotonicity.NONE);
          }
        }
      }
    }
    return senses;
  }

  private String describe(String what, Direction direction, Map<String, Values> feeds) {
    return what
        + ", "
        + direction
        + " of "
        + lab()
        + " at "
        + Values.fed(feeds, direction.toString());
  }

  private static void assertAtMost(double tolerance, double error, Supplier<String> what) {
    assertTrue(error <= tolerance, () -> what.get() + ": error " + error + " > " + tolerance);
  }
}
