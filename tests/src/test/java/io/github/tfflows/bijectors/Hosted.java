package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Setting;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.tensorflow.ndarray.Shape;

/** A scalar bijector in a host, under the contract of every bijector. */
record Hosted(ScalarBijectorContract scalar, Host host) implements BijectorContract {
  private static final Shape IMAGE = Shape.of(2, 2, 3);

  @Override
  public Bijector bijector(Shape event) {
    return host.of(scalar.map());
  }

  private boolean hasNetwork() {
    return host.hasNetwork() && scalar.map().parameters() > 0;
  }

  @Override
  public List<String> parameterNames() {
    if (hasNetwork()) {
      return host.networkNames();
    }
    return scalar.map().parameters() > 0 && !host.hasNetwork() ? List.of("theta") : List.of();
  }

  /** With one feature and without a context, the network has no inputs. */
  @Override
  public List<String> parameterNames(Shape event, int contextSize) {
    boolean readsNothing = hasNetwork() && event.get(-1) == 1 && contextSize == 0;
    return parameterNames().subList(readsNothing ? 1 : 0, parameterNames().size());
  }

  @Override
  public List<Shape> events() {
    return settings().stream().map(Setting::event).distinct().toList();
  }

  /**
   * Few settings for most maps: the treatment of events and contexts by a host and its network does
   * not depend on the map, so that only one map has all settings. Events of one entry are in {@link
   * ScalarBijectorContract}, too.
   */
  @Override
  public List<Setting> settings() {
    int context = hasNetwork() ? 3 : 0;
    return switch (host) {
      case ALONE ->
          isTriedWithAll()
              ? List.of(new Setting(Shape.of(1), 0), vector(0), image(0))
              : List.of(vector(0));
      case INVERTED -> List.of(vector(0));
      case COUPLING, AUTOREGRESSIVE ->
          isTriedWithAll() ? all(context) : roundsToBounds() ? List.of() : List.of(vector(context));
      case RESIDUAL_COUPLING, RESIDUAL_AUTOREGRESSIVE ->
          isTriedWithAll()
              ? List.of(image(context), new Setting(Shape.of(2), 0))
              : isTriedWithUnboundedUnits() ? List.of(image(0)) : List.of();
      case INVERSE_AUTOREGRESSIVE -> isTriedWithAll() ? List.of(vector(context)) : List.of();
    };
  }

  /**
   * Of one map with pieces: the contract of scalar maps has parameters of any size for the others.
   */
  private boolean isTriedWithUnboundedUnits() {
    return scalar.map().getClass().getSimpleName().equals("RationalQuadratic");
  }

  /**
   * Whether it may round to the bounds of an interval, from where no inverse comes back, at
   * locations and scales that a network yields.
   */
  private boolean roundsToBounds() {
    return scalar.map().parameters() > 0 && scalar.map().range().isInterval();
  }

  private boolean isTriedWithAll() {
    return scalar.map().getClass().getSimpleName().equals("Affine");
  }

  /** One entry with a context and without, few and many entries, and an image. */
  private static List<Setting> all(int context) {
    return List.of(
        new Setting(Shape.of(1), 0),
        new Setting(Shape.of(2), context),
        new Setting(Shape.of(8), 0),
        image(context),
        new Setting(Shape.of(1), context));
  }

  private static Setting vector(int context) {
    return new Setting(Shape.of(3), context);
  }

  private static Setting image(int context) {
    return new Setting(IMAGE, context);
  }

  @Override
  public List<Setting> entryByEntry() {
    boolean few = host.hasNetwork() && !isTriedWithAll();
    return few ? List.of() : List.of(settings().get(Math.min(1, settings().size() - 1)));
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    return scalar.entry(host.isInverted() ? direction.opposite() : direction, random);
  }

  /** On a circle, unless entries mix. */
  @Override
  public boolean hidesItsSense(Shape event) {
    return !hasNetwork() && scalar.map().monotonicity(event) == Monotonicity.NONE;
  }

  @Override
  public boolean startsAsIdentity() {
    return scalar.startsAsIdentity();
  }

  @Override
  public boolean isInRange(double entry) {
    Domain range = host.isInverted() ? scalar.map().domain() : scalar.map().range();
    return entry >= range.low() && entry <= range.high();
  }

  /** Under units that are not bounded, large weights let some maps overflow. */
  @Override
  public double[] edges(Direction direction) {
    if (hasUnboundedUnits() && !isTriedWithAll()) {
      return new double[0];
    }
    DoubleStream far = DoubleStream.of(0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e15, 1e30, -1e30);
    return DoubleStream.concat(DoubleStream.of(scalar.edges()), far).toArray();
  }

  /**
   * The derivative of {@code x·exp(s) + t} by a weight of {@code s} in a network's last layer is
   * {@code x·exp(s)} times the unit that the weight is for. Units that are not bounded are as large
   * as the entries that they read: near the start, where {@code s} is zero, it is the square of the
   * entries.
   */
  @Override
  public List<String> overflowing(double edge) {
    boolean square = edge * edge > Float.MAX_VALUE;
    return square && hasUnboundedUnits() ? List.of("conditioner.output.kernel") : List.of();
  }

  private boolean hasUnboundedUnits() {
    return hasNetwork() && host != Host.COUPLING && host != Host.AUTOREGRESSIVE;
  }

  @Override
  public String title() {
    return scalar.map().getClass().getSimpleName() + ", " + this;
  }

  @Override
  public String toString() {
    return host.toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
