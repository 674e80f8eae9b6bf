package io.github.tfflows.bijectors.structure;

import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.testing.BijectorCase;
import io.github.tfflows.testing.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** Bijectors whose images are a part of the space, under their contract. */
@ParameterizedClass
@FieldSource("ALL")
class StructuresTest extends BijectorCase {
  static final List<BijectorCase> ALL =
      List.of(
          // Squares of larger entries are beyond the range of single precision in the product.
          of("CholeskyOuterProduct", event -> new CholeskyOuterProduct())
              .events(Shape.of(1, 1), Shape.of(2, 2), Shape.of(5, 5))
              .points(StructuresTest::factorOrProduct, (direction, event) -> Triangles.lower(event))
              .edges(
                  direction ->
                      direction == Direction.FORWARD
                          ? new double[] {0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e30, -1e30}
                          : new double[] {0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e18, -1e18}),
          of("CorrelationCholesky", event -> new CorrelationCholesky())
              .vectors(1, 3, 10)
              .image(StructuresTest::rowsOfLengthOne, Triangles::strictlyLower),
          of("FillTriangular", event -> new FillTriangular())
              .vectors(1, 3, 10)
              .image(Triangles::positiveLower, Triangles::lower),
          of("TransformDiagonal", event -> diagonal())
              .parameters("diagonal.0_affine.theta")
              .events(Shape.of(1, 1), Shape.of(2, 2), Shape.of(4, 4))
              .image(Triangles::positiveLower, StructuresTest::all),
          of("Ordered", event -> new Ordered())
              .alongTheLastAxis(1, 3, 8)
              .image(lastAxis(StructuresTest::ascending), StructuresTest::all),
          of("Pad", event -> new Pad(1, 2, 7))
              .alongTheLastAxis(1, 3)
              .image(StructuresTest::padded, event -> some(event, i -> !isPadded(event, i))),
          simplex("SoftmaxCentered", SoftmaxCentered::new),
          simplex("StickBreaking", StickBreaking::new),
          // All entries of a direction count, which stands for the area of the sphere.
          of("Sphere", event -> new Sphere())
              .alongTheLastAxis(1, 3, 8)
              .image(lastAxis(StructuresTest::direction), StructuresTest::all));

  StructuresTest(BijectorCase each) {
    super(each);
  }

  private static TransformDiagonal diagonal() {
    return new TransformDiagonal(Chain.of(new Affine(), new Softplus()));
  }

  /** A map onto shares along the last axis, of which the last one follows from the others. */
  private static BijectorCase simplex(String name, Supplier<Bijector> map) {
    return of(name, event -> map.get())
        .alongTheLastAxis(1, 3, 8)
        .entries(StructuresTest::share)
        .image(
            lastAxis(StructuresTest::shares),
            event -> some(event, i -> (i + 1) % event.get(-1) != 0));
  }

  /** Shares of very different sizes are hard on central differences. */
  private static double share(Direction direction, RandomGenerator random) {
    double x = random.nextGaussian();
    return direction == Direction.FORWARD ? 1.5 * x : Math.exp(x);
  }

  private static double[] shares(double... entries) {
    double sum = Arrays.stream(entries).map(Math::abs).sum();
    return Arrays.stream(entries)
        .map(at -> sum == 0 ? 1.0 / entries.length : Math.abs(at) / sum)
        .toArray();
  }

  private static double[] factorOrProduct(Direction direction, Shape event, double... entries) {
    double[] factor = Triangles.positiveLower(event, entries);
    return direction == Direction.FORWARD
        ? factor
        : Triangles.timesTransposed(Math.toIntExact(event.get(0)), factor);
  }

  private static double[] rowsOfLengthOne(Shape event, double... entries) {
    return lastAxis(StructuresTest::direction)
        .apply(event, Triangles.positiveLower(event, entries));
  }

  /** The pole at infinity for zeros. */
  private static double[] direction(double... entries) {
    double[] direction = entries.clone();
    double length = Math.sqrt(Arrays.stream(direction).map(at -> at * at).sum());
    if (length == 0) {
      direction[direction.length - 1] = 1;
      return direction;
    }
    return Arrays.stream(direction).map(at -> at / length).toArray();
  }

  private static double[] ascending(double... steps) {
    double[] ascending = steps.clone();
    for (int i = 1; i < ascending.length; i++) {
      ascending[i] = ascending[i - 1] + Math.abs(steps[i]);
    }
    return ascending;
  }

  private static double[] padded(Shape event, double... entries) {
    double[] point = entries.clone();
    IntStream.range(0, point.length).filter(i -> isPadded(event, i)).forEach(i -> point[i] = 7);
    return point;
  }

  private static boolean isPadded(Shape event, int place) {
    long along = place % event.get(-1);
    return along < 1 || along >= event.get(-1) - 2;
  }

  private static int[] all(Shape event) {
    return some(event, place -> true);
  }

  private static int[] some(Shape event, IntPredicate free) {
    return IntStream.range(0, Math.toIntExact(event.size())).filter(free).toArray();
  }

  /** Maps each vector along the last axis. */
  private static BiFunction<Shape, double[], double[]> lastAxis(UnaryOperator<double[]> map) {
    return (event, entries) -> {
      int size = Math.toIntExact(event.get(-1));
      return IntStream.range(0, entries.length / size)
          .mapToObj(i -> Arrays.copyOfRange(entries, i * size, (i + 1) * size))
          .map(map)
          .flatMapToDouble(Arrays::stream)
          .toArray();
    };
  }
}
