package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** What every embedding of a set of elements of two numbers must do. */
interface ContextEmbeddingContract {
  int COLUMNS = 6;

  /** Returns the embedding, into four numbers; equal ones when asked twice. */
  ContextEmbedding embedding();

  /** Returns the names of its parameters in the order of their declaration. */
  List<String> parameterNames();

  private NetworkLab lab() {
    return new NetworkLab(COLUMNS, 0, embedding()::embed);
  }

  @Test
  default void summarizesEachContext() {
    try (NetworkLab lab = lab()) {
      assertEquals(parameterNames(), lab.bench().parameterNames());
      assertEquals(Shape.of(NetworkLab.ROWS, 4), lab.theta(lab.feeds(1)).shape());
      assertEquals(4, lab.built().shape().get(1));
      lab.assertRowsIndependent();
      lab.assertReads("known", COLUMNS);
    }
  }

  @Test
  default void doesNotDependOnTheOrderOfTheElements() {
    try (NetworkLab lab = lab()) {
      Map<String, Values> feeds = lab.feeds(1);
      Map<String, Values> turned = new LinkedHashMap<>(feeds);
      turned.put("known", Values.fed(feeds, "known").mapRows(ContextEmbeddingContract::turned));
      assertTrue(lab.theta(turned).distance(lab.theta(feeds)) <= 1e-13);
    }
  }

  private static double[] turned(double... elements) {
    double[] turned = new double[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      turned[(i + 2) % COLUMNS] = elements[i];
    }
    return turned;
  }

  @Test
  default void hasTheGradientsOfCentralDifferences() {
    try (NetworkLab lab = lab()) {
      lab.assertGradients();
    }
  }

  @Test
  default void startsAtRandom() {
    try (NetworkLab lab = lab()) {
      Map<String, Values> feeds = lab.feeds(1);
      feeds.putAll(lab.bench().initialValues());
      assertTrue(lab.theta(feeds).largestMagnitude() > 0);
    }
  }

  @Test
  default void rejectsBrokenElements() {
    Expect.rejected("5 columns", () -> new NetworkLab(5, 0, embedding()::embed).close());
  }

  @Test
  default void isAValue() {
    assertEquals(embedding(), embedding());
    assertEquals(embedding().hashCode(), embedding().hashCode());
  }
}
