package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** The log-probabilities of all categories in one call are those of each. */
class CategoriesTest {
  private static final int NAMES = 5;
  private static final Rows CONTEXTS = Rows.of(new float[][] {{0.5f, -1}, {-2, 0.3f}, {1, 1}});

  @TempDir private Path folder;

  private static TableDensity density(boolean hasGaps, List<Cell> cells) {
    List<Integer> optional = hasGaps ? List.of(0) : List.of();
    return new TableDensity(cells, optional, Optional.empty(), Mlp.of(8), Conditioning.NONE);
  }

  static Stream<Distribution> categories() {
    Cell plain = new CategoryCell(NAMES);
    Cell pooled = new CategoryCell(3, List.of(1, 2, 5), 0.1);
    return Stream.of(
        density(false, List.of(plain)),
        density(true, List.of(pooled)),
        new Ensemble(List.of(density(true, List.of(pooled)), density(true, List.of(pooled)))));
  }

  private static CompiledDistribution compiled(Distribution flow) {
    return CompiledDistribution.compile(flow, 2, MovedWeights.of(flow, 2), Execution.defaults());
  }

  /** The log-probabilities of the names, one by one, where they can be missing after a bit. */
  private static float[] oneByOne(CompiledDistribution model) {
    int size = (int) model.eventShape().get(0);
    int rows = CONTEXTS.count() * NAMES;
    float[] events = new float[rows * size];
    for (int i = 0; i < rows; i++) {
      events[i * size] = 1;
      events[(i + 1) * size - 1] = i % NAMES;
    }
    Rows contexts = CONTEXTS.select(IntStream.range(0, rows).map(i -> i / NAMES).toArray());
    return model.given(contexts).logProb(new Rows(events, Shape.of(size), rows));
  }

  private static void assertAgrees(CompiledDistribution model) {
    Rows all = model.given(CONTEXTS).categories().orElseThrow();
    assertEquals(Shape.of(NAMES), all.eventShape());
    assertArrayEquals(oneByOne(model), all.values(), 1e-6f);
  }

  @ParameterizedTest
  @MethodSource("categories")
  void theyAreTheDensitiesOfEach(Distribution flow) throws IOException {
    try (CompiledDistribution model = compiled(flow)) {
      assertAgrees(model);
      model.export(folder.resolve("model"));
    }
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    try (CompiledDistribution served = CompiledDistribution.load(folder.resolve("model"), xla)) {
      assertAgrees(served);
    }
  }

  @Test
  void otherTablesHaveNone() {
    Cell cell = new CategoryCell(NAMES);
    assertEquals(Optional.empty(), density(false, List.of(cell, cell)).categories());
    try (CompiledDistribution model =
        CompiledDistribution.compile(density(false, List.of(cell)), 0)) {
      assertEquals(Optional.empty(), model.categories(), "without a context");
    }
  }
}
