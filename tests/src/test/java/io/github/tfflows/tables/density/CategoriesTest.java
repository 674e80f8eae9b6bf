package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
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
import org.junit.jupiter.params.provider.EnumSource;
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

  /** Given the other cell, or without it. */
  @ParameterizedTest
  @EnumSource(names = {"GIVEN", "ABSENT"})
  void anyCellHasThem(State other) {
    List<Cell> cells = List.of(new CategoryCell(3, List.of(1, 2, 5), 0.1), new CategoryCell(3));
    try (DensityLab lab =
        new DensityLab(
            new TableDensity(cells, List.of(0), Optional.empty(), Mlp.of(8), Conditioning.ANY))) {
      Expr all = lab.density.categories().orElseThrow().logProbs().apply(lab.scope);
      double[] first = DensityLab.context(List.of(State.PRESENT, other), 0, 2);
      double[] second = DensityLab.context(List.of(other, State.MODELLED), 4, 0);
      double[] ofFirst = lab.bench.fetch(all, lab.feeds(1, first)).entries();
      double[] ofSecond = lab.bench.fetch(all, lab.feeds(1, second)).entries();
      for (int name = 0; name < NAMES; name++) {
        double[] row = {1, name, 2};
        assertEquals(lab.logProb(List.of(row), first)[0], ofFirst[name], 1e-12);
        double[] otherRow = {1, 4, name};
        assertEquals(lab.logProb(List.of(otherRow), second)[0], ofSecond[name], 1e-12);
      }
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
