package io.github.tfflows.testing;

import io.github.tfflows.core.Bijector;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A bijector under test, with its settings and its exceptions. Override a method only if {@link
 * BijectorContract} fails for a reason in the mathematics of the bijector.
 */
public interface TestedBijector {
  /** Returns the bijector for events of this shape, equal in each call. */
  Bijector bijector(Shape event);

  /** Returns the names of its parameters in the order of their declaration. */
  default List<String> parameterNames() {
    return List.of();
  }

  /** Returns the names for one shape of events, if they depend on it. */
  default List<String> parameterNames(Shape event, int contextSize) {
    return parameterNames();
  }

  /** Returns the shapes of events in the tests. */
  default List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(2), Shape.of(3), Shape.of(8));
  }

  /** Returns the sizes of contexts in the tests; 0 for none. */
  default List<Integer> contextSizes() {
    return List.of(0);
  }

  /** Draws an entry of the domain of {@code direction}. */
  default double entry(Direction direction, RandomGenerator random) {
    return 1.5 * random.nextGaussian();
  }

  /**
   * Returns a point of the domain of {@code direction} for given entries: by default the entries
   * themselves. For a map onto a part of the space, such as a simplex, override it to move them
   * there.
   *
   * @param event the shape of the inputs of {@code direction}
   */
  default double[] point(Direction direction, Shape event, double... entries) {
    return entries;
  }

  /**
   * Returns the places, in row-major order, of the entries of a point that vary freely, by default
   * all. The other entries follow from them. Log-determinants refer to the free entries or, if the
   * image has more free entries than the domain, to the surface that the image is.
   *
   * @param direction the direction that maps the points
   * @param event the shape of the inputs of {@code direction}
   */
  default int[] free(Direction direction, Shape event) {
    return IntStream.range(0, Math.toIntExact(event.size())).toArray();
  }

  /** Draws an entry of a parameter. */
  default double parameter(String name, RandomGenerator random) {
    return 0.5 * random.nextGaussian();
  }

  /**
   * Returns whether the bijector declares no monotonicity although each entry increases
   * independently of the others. This holds on a circle, which has no order, and where no program
   * can derive it.
   */
  default boolean hidesItsSense(Shape event) {
    return false;
  }

  /** Returns whether the declared initializers make it the identity. */
  default boolean startsAsIdentity() {
    return false;
  }

  /**
   * Returns the bound on {@code |error| / (1 + |expected|)} of values and log-determinants. The
   * default allows for the growth of rounding errors of float64, {@code 1e-16}, in a deep formula.
   */
  default double tolerance() {
    return 1e-10;
  }

  /**
   * Returns the bound on the relative error of gradients. Central differences with steps of {@code
   * 1e-5} to {@code 1e-7} are themselves wrong by {@code 1e-10} to {@code 1e-8}.
   */
  default double gradientTolerance() {
    return 1e-6;
  }

  /**
   * Returns entries where values, log-determinants and gradients must be finite in float32, except
   * log-determinants outside of the {@linkplain #isInRange range}. They are the bounds and knots of
   * the map, points far beyond them, and the ends of the float range.
   */
  default double[] edges(Direction direction) {
    return new double[] {0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e30, -1e30};
  }

  /**
   * Returns whether an entry is in the range of the map. At entries outside, log-determinants of
   * the inverse are minus infinity, while values and gradients are finite.
   */
  default boolean isInRange(double entry) {
    return true;
  }

  /**
   * Returns the parameters by which the gradient of the values may exceed the float range at an
   * edge, as a result and not only in an intermediate step. There it may be infinite, but not NaN.
   * Values, log-determinants and all other gradients must be finite everywhere.
   */
  default List<String> overflowing(double edge) {
    return List.of();
  }

  /** Returns the factor of drawn parameters that saturates bounded functions. */
  default double saturation() {
    return 1e4;
  }

  /** Returns the settings of the tests: by default each event with each context. */
  default List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (int contextSize : contextSizes()) {
      events().forEach(event -> settings.add(new Setting(event, contextSize)));
    }
    return settings;
  }

  /** Returns the settings whose gradients are checked entry by entry, which takes long. */
  default List<Setting> entryByEntry() {
    List<Integer> contextSizes = contextSizes();
    return List.of(new Setting(smallEvent(), contextSizes.get(contextSizes.size() - 1)));
  }

  /** Returns the name in the table of accuracies. */
  default String title() {
    return getClass().getSimpleName().replaceAll("Test$", "");
  }

  /** Returns the size of the largest event. */
  default long largestEvent() {
    return settings().stream().mapToLong(setting -> setting.event().size()).max().orElseThrow();
  }

  /**
   * Returns the event of the checks that take long: an event of more than one entry, if there is
   * one.
   */
  default Shape smallEvent() {
    return events().get(Math.min(1, events().size() - 1));
  }
}
