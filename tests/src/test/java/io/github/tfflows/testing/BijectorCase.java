package io.github.tfflows.testing;

import io.github.tfflows.core.Bijector;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/** A bijector and the numbers of its contract, as an entry of a list. */
public class BijectorCase implements BijectorContract {
  private final String name;
  private final Function<Shape, Bijector> ofShape;
  private List<Shape> events = List.of(Shape.of(1), Shape.of(3), Shape.of(8));
  private List<Integer> contextSizes = List.of(0);
  private List<Setting> settings = List.of();
  private BiFunction<Shape, Integer, List<String>> parameters = (event, contextSize) -> List.of();
  private boolean startsAsIdentity;
  private double saturation = BijectorContract.super.saturation();
  private double tolerance = BijectorContract.super.tolerance();
  private DoublePredicate inRange = entry -> true;
  private Predicate<Shape> hidesItsSense = event -> false;
  private Function<Direction, double[]> edges = BijectorContract.super::edges;
  private Entry entry = BijectorContract.super::entry;
  private Draw draw = BijectorContract.super::parameter;
  private Point point = BijectorContract.super::point;
  private BiFunction<Direction, Shape, int[]> free = BijectorContract.super::free;

  /** Draws an entry of the domain of a direction. */
  @FunctionalInterface
  public interface Entry {
    double of(Direction direction, RandomGenerator random);
  }

  /** Draws an entry of a parameter. */
  @FunctionalInterface
  public interface Draw {
    double entry(String parameter, RandomGenerator random);
  }

  /** Moves entries to a point of the domain of a direction. */
  @FunctionalInterface
  public interface Point {
    double[] of(Direction direction, Shape event, double... entries);
  }

  private BijectorCase(String name, Function<Shape, Bijector> ofShape) {
    this.name = name;
    this.ofShape = ofShape;
  }

  protected BijectorCase(BijectorCase other) {
    this(other.name, other.ofShape);
    events = other.events;
    contextSizes = other.contextSizes;
    settings = other.settings;
    parameters = other.parameters;
    startsAsIdentity = other.startsAsIdentity;
    saturation = other.saturation;
    tolerance = other.tolerance;
    inRange = other.inRange;
    hidesItsSense = other.hidesItsSense;
    edges = other.edges;
    entry = other.entry;
    draw = other.draw;
    point = other.point;
    free = other.free;
  }

  /** Returns a case of the bijectors for given shapes of events. */
  public static BijectorCase of(String name, Function<Shape, Bijector> ofShape) {
    return new BijectorCase(name, ofShape);
  }

  /** Names the parameters, with spaces between them, in the order of their declaration. */
  public BijectorCase parameters(String names) {
    return parameters((event, contextSize) -> List.of(names.split(" ", -1)));
  }

  /** Names kernels and biases of layers, in the order of their declaration. */
  public BijectorCase layers(String names) {
    return parameters((event, contextSize) -> LayerNames.of(names.split(" ", -1)));
  }

  /** Names the parameters for an event and the size of a context. */
  public BijectorCase parameters(BiFunction<Shape, Integer, List<String>> names) {
    parameters = names;
    return this;
  }

  /** Names the parameter that exists in a context only. */
  public BijectorCase inContextOnly(String name) {
    BiFunction<Shape, Integer, List<String>> all = parameters;
    return parameters(
        (event, contextSize) ->
            all.apply(event, contextSize).stream()
                .filter(each -> contextSize > 0 || !each.equals(name))
                .toList());
  }

  /** Sets the shapes of events. */
  public BijectorCase events(Shape... shapes) {
    events = List.of(shapes);
    return this;
  }

  /** Sets the sizes of events that are vectors. */
  public BijectorCase vectors(long... sizes) {
    return events(Arrays.stream(sizes).mapToObj(Shape::of).toArray(Shape[]::new));
  }

  /** Tries vectors, and images of which the last axis is a vector. */
  public BijectorCase alongTheLastAxis(long... sizes) {
    vectors(sizes);
    events = Stream.concat(events.stream(), Stream.of(Shape.of(2, 2, 3))).toList();
    return this;
  }

  /** Sets the sizes of contexts, 0 for none. */
  public BijectorCase contexts(int... sizes) {
    contextSizes = IntStream.of(sizes).boxed().toList();
    return this;
  }

  /** Tries few events and contexts, where gradients take long. */
  public BijectorCase settings(Setting... few) {
    settings = List.of(few);
    events = settings.stream().map(Setting::event).distinct().toList();
    return this;
  }

  /** Sets the bound on the errors of values and log-determinants. */
  public BijectorCase upTo(double error) {
    tolerance = error;
    return this;
  }

  /** Expects the identity at the start. */
  public BijectorCase startingAsIdentity() {
    startsAsIdentity = true;
    return this;
  }

  /** Sets the factor of drawn parameters that saturates bounded functions. */
  public BijectorCase saturatedBy(double factor) {
    saturation = factor;
    return this;
  }

  /** Describes the range of entries. */
  public BijectorCase within(DoublePredicate range) {
    inRange = range;
    return this;
  }

  /** Expects no declared sense for events of which each entry rises independently. */
  public BijectorCase hidingItsSense(Predicate<Shape> shapes) {
    hidesItsSense = shapes;
    return this;
  }

  /** Sets the entries that are tried in float32. */
  public BijectorCase edges(double... entries) {
    return edges(direction -> entries.clone());
  }

  /** Sets the entries that are tried in float32, by direction. */
  public BijectorCase edges(Function<Direction, double[]> entries) {
    edges = entries;
    return this;
  }

  /** Draws entries by a rule of their own. */
  public BijectorCase entries(Entry rule) {
    entry = rule;
    return this;
  }

  /** Draws parameters by a rule of their own. */
  public BijectorCase drawing(Draw rule) {
    draw = rule;
    return this;
  }

  /** Describes the points of a domain that is a part of the space, and their free entries. */
  public BijectorCase points(Point of, BiFunction<Direction, Shape, int[]> freeEntries) {
    point = of;
    free = freeEntries;
    return this;
  }

  /** Describes the points of an image that is a part of the space, and their free entries. */
  public BijectorCase image(
      BiFunction<Shape, double[], double[]> points, Function<Shape, int[]> freeEntries) {
    Point all = point;
    BiFunction<Direction, Shape, int[]> every = free;
    return points(
        (direction, event, entries) ->
            direction == Direction.FORWARD
                ? all.of(direction, event, entries)
                : points.apply(event, entries),
        (direction, event) ->
            direction == Direction.FORWARD
                ? every.apply(direction, event)
                : freeEntries.apply(event));
  }

  @Override
  public Bijector bijector(Shape event) {
    return ofShape.apply(event);
  }

  @Override
  public List<String> parameterNames(Shape event, int contextSize) {
    return parameters.apply(event, contextSize);
  }

  @Override
  public List<Shape> events() {
    return events;
  }

  @Override
  public List<Integer> contextSizes() {
    return contextSizes;
  }

  @Override
  public List<Setting> settings() {
    return settings.isEmpty() ? BijectorContract.super.settings() : settings;
  }

  @Override
  public double tolerance() {
    return tolerance;
  }

  @Override
  public boolean startsAsIdentity() {
    return startsAsIdentity;
  }

  @Override
  public double saturation() {
    return saturation;
  }

  @Override
  public boolean isInRange(double at) {
    return inRange.test(at);
  }

  @Override
  public boolean hidesItsSense(Shape event) {
    return hidesItsSense.test(event);
  }

  @Override
  public double[] edges(Direction direction) {
    return edges.apply(direction);
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    return entry.of(direction, random);
  }

  @Override
  public double parameter(String parameter, RandomGenerator random) {
    return draw.entry(parameter, random);
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return point.of(direction, event, entries);
  }

  @Override
  public int[] free(Direction direction, Shape event) {
    return free.apply(direction, event);
  }

  @Override
  public String title() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
