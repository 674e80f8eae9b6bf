package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Embeddings of sets of elements of two numbers, into four numbers. */
@ParameterizedClass
@EnumSource
record SetEmbeddingsTest(Embedding embedding) {
  private static final int COLUMNS = 6;

  /** An embedding, equal ones when asked twice, and the names of its parameters. */
  @SuppressWarnings("ImmutableEnumChecker") // functions and names that nobody changes
  enum Embedding {
    SET(
        () ->
            new SetEmbedding(
                2,
                Mlp.of(7, 5).withActivation(Activations.TANH),
                Mlp.of(6, 4).withActivation(Activations.TANH)),
        LayerNames.of("element.dense_0", "element.dense_1", "set.dense_0", "set.dense_1")),
    ATTENTION(
        () -> new AttentionEmbedding(2, 4, 2),
        Stream.of(
                LayerNames.of("input").stream(),
                SetNetworksTest.block("elements"),
                Stream.of("seed"),
                SetNetworksTest.block("pooling"))
            .flatMap(each -> each)
            .toList());

    private final Supplier<ContextEmbedding> of;
    private final List<String> names;

    Embedding(Supplier<ContextEmbedding> of, List<String> names) {
      this.of = of;
      this.names = names;
    }
  }

  private NetworkLab lab() {
    return new NetworkLab(COLUMNS, 0, embedding.of.get()::embed);
  }

  @Test
  void summarizesEachContext() {
    try (NetworkLab lab = lab()) {
      assertEquals(embedding.names, lab.bench().parameterNames());
      assertEquals(Shape.of(NetworkLab.ROWS, 4), lab.theta(lab.feeds(1)).shape());
      assertEquals(4, lab.built().shape().get(1));
      lab.assertRowsIndependent();
      lab.assertReads("known", COLUMNS);
    }
  }

  @Test
  void doesNotDependOnTheOrderOfTheElements() {
    try (NetworkLab lab = lab()) {
      Map<String, Values> feeds = lab.feeds(1);
      Map<String, Values> turned = new LinkedHashMap<>(feeds);
      turned.put("known", Values.fed(feeds, "known").mapRows(SetEmbeddingsTest::turned));
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
  void hasTheGradientsOfCentralDifferences() {
    try (NetworkLab lab = lab()) {
      lab.assertGradients();
    }
  }

  @Test
  void startsAtRandom() {
    try (NetworkLab lab = lab()) {
      Map<String, Values> feeds = lab.feeds(1);
      feeds.putAll(lab.bench().initialValues());
      assertTrue(lab.theta(feeds).largestMagnitude() > 0);
    }
  }

  @Test
  void rejectsBrokenElements() {
    Expect.rejected("5 columns", () -> new NetworkLab(5, 0, embedding.of.get()::embed).close());
  }

  @Test
  void isAValue() {
    assertEquals(embedding.of.get(), embedding.of.get());
    assertEquals(embedding.of.get().hashCode(), embedding.of.get().hashCode());
  }
}
