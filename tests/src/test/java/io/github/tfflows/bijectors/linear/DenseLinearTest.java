package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.tfflows.testing.Values;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class DenseLinearTest {
  /** By NaiveLinear of nflows 0.14, whose weight is the change from the start. */
  @Test
  void agreesWithAnotherImplementation() {
    double[] weight = {1.1, 0.4, -0.3, 0.2, -0.8, 0.9, 0.5, 0.6, 0.7};
    double[][] start = OrthogonalMatrix.random(3, 5);
    Values change = Values.of(Shape.of(3, 3), weight);
    for (int i = 0; i < change.size(); i++) {
      change = change.with(i, weight[i] - start[i / 3][i % 3]);
    }
    LinearMapsTest.image(new double[] {-0.53, 2.86, 0.93}, 0.21672298351128716)
        .with(Map.of("change", change))
        .assertMappedBy(new DenseLinear(3, 5), 2e-14);
  }

  @Test
  void startsAsARotationThatDependsOnTheSeed() {
    double[][] start = OrthogonalMatrix.random(3, 5);
    double[] x = {0.5, -1.2, 2};
    double[] y = new double[3];
    for (int i = 0; i < 9; i++) {
      y[i / 3] += start[i / 3][i % 3] * x[i % 3];
    }
    Map<String, Values> atStart = Map.of("change", Values.zeros(Shape.of(3, 3)));
    LinearMapsTest.image(y, 0).with(atStart).assertMappedBy(new DenseLinear(3, 5), 2e-14);
    assertNotEquals(new DenseLinear(3, 5), new DenseLinear(3, 6));
  }
}
