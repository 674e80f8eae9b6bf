package io.github.tfflows.bijectors.structure;

import io.github.tfflows.bijectors.scalar.Softplus;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class CholeskyOuterProductTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new CholeskyOuterProduct();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1, 1), Shape.of(2, 2), Shape.of(5, 5));
  }

  /** Factors, or their products. */
  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    double[] factor = Triangles.positiveLower(event, entries);
    return direction == Direction.FORWARD
        ? factor
        : Triangles.timesTransposed(Math.toIntExact(event.get(0)), factor);
  }

  @Override
  public int[] free(Direction direction, Shape event) {
    return Triangles.lower(event);
  }

  /** Squares of larger entries are beyond the range of single precision in the product itself. */
  @Override
  public double[] edges(Direction direction) {
    return direction == Direction.FORWARD
        ? BijectorContract.super.edges(direction)
        : new double[] {0, -0.0, 1, -1, 10, -10, 1e4, -1e4, 1e18, -1e18};
  }

  /** Computed with the class of the same name of TensorFlow Probability 0.25. */
  @Test
  void agreesWithTensorFlowProbability() {
    Shape square = Shape.of(3, 3);
    new OnePoint(
            Values.rows(square, 1.5, 0, 0, 0.3, 0.7, 0, -1.2, 2, 0.4),
            Values.rows(square, 2.25, 0.45, -1.8, 0.45, 0.58, 1.04, -1.8, 1.04, 5.6),
            1.6661962462527091)
        .assertMappedBy(new CholeskyOuterProduct());
  }

  /** {@code L = (1 0; 2 1)}: the log-determinants of the links add up. */
  @Test
  void mapsVectorsOntoCovariances() {
    double one = Math.log(Math.E - 1); // softplus⁻¹(1), where the slope is 1 - 1/e
    new OnePoint(
            Values.rows(Shape.of(3), one, 2, one),
            Values.rows(Shape.of(2, 2), 1, 2, 2, 5),
            2 * Math.log(2) + 2 * Math.log(1 - Math.exp(-1)))
        .assertMappedBy(
            Chain.of(
                new FillTriangular(),
                new TransformDiagonal(new Softplus()),
                new CholeskyOuterProduct()));
  }

  @Test
  void rejectsWhatIsNoSquare() {
    Expect.rejected("[2, 3]", () -> new CholeskyOuterProduct().forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("[4]", () -> new CholeskyOuterProduct().inverseEventShape(Shape.of(4)));
  }
}
