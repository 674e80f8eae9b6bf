package io.github.tfflows.bijectors.structure;

import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.scalar.Affine;
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

class TransformDiagonalTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new TransformDiagonal(Chain.of(new Affine(), new Softplus()));
  }

  @Override
  public List<String> parameterNames() {
    return List.of("diagonal.0_affine.theta");
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1, 1), Shape.of(2, 2), Shape.of(4, 4));
  }

  @Override
  public double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD ? entries : Triangles.positiveLower(event, entries);
  }

  /** Computed with the class of the same name of TensorFlow Probability 0.25. */
  @Test
  void agreesWithTensorFlowProbability() {
    new OnePoint(
            Values.rows(Shape.of(2, 2), 1.5, 3, 0.3, -0.7),
            Values.rows(Shape.of(2, 2), 1.7014132779827524, 3, 0.3, 0.4031860488854579),
            -1.3045993268682103)
        .assertMappedBy(new TransformDiagonal(new Softplus()));
  }

  @Test
  void rejectsWhatHasNoDiagonal() {
    Bijector map = new TransformDiagonal(Permutation.reverse(3));
    Expect.rejected("[2, 3]", () -> map.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("[2]", () -> map.forwardEventShape(Shape.of(2, 2)));
    Expect.rejected(
        "[3]", () -> new TransformDiagonal(new StickBreaking()).forwardEventShape(Shape.of(2, 2)));
  }
}
