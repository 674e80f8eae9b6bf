package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import io.github.tfflows.tables.cell.Attribute;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Cells of names, and the probabilities of all names at once. */
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
    List<Cell> cells = List.of(attributed(1, 0, -1, 2, 0.5), new CategoryCell(3));
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

  /** Five names, the last three of which are pooled, with a number and a class. */
  private static CategoryCell attributed(double... numbers) {
    return new CategoryCell(3, List.of(1, 2, 5), 0.1)
        .with(
            List.of(
                new Attribute(DoubleStream.of(numbers).boxed().toList(), 0),
                new Attribute(List.of(0.0, 1.0, 1.0, 1.0, 1.0), 2)));
  }

  @Test
  void attributesTellNamesOfThePoolApart() {
    List<Cell> cells = List.of(attributed(1, 0, -1, 2, -1), new CategoryCell(3));
    try (CompiledDistribution model = compiled(density(false, cells))) {
      float[] of = new float[3];
      for (int i = 0; i < of.length; i++) {
        float[] row = {2 + i, 1};
        of[i] = model.given(CONTEXTS.select(0)).logProb(new float[][] {row})[0];
      }
      assertEquals(Math.log(5), of[2] - of[0], 1e-5, "one row and five rows of the fit");
      assertTrue(Math.abs(of[1] - of[0] - Math.log(2)) > 1e-3, "another attribute");
    }
  }

  @Test
  void networksReadZerosForAnUnseenName() {
    List<Cell> cells = List.of(attributed(1, 0, -1, 2, 0.5), new CategoryCell(3));
    try (DensityLab lab = new DensityLab(density(false, cells))) {
      Expr names = lab.scope.constant(Shape.of(3, 1), new double[] {0, 3, 5});
      double[] found = lab.bench.fetch(cells.get(0).features(lab.scope, names), Map.of()).entries();
      assertArrayEquals(new double[] {1, 0, 0, 1, 1, 0, 0, 0, 1, 2, 0, 1, 0, 0, 0, 0, 0, 0}, found);
    }
  }

  /** An earlier version had no attributes. */
  @Test
  void definitionsWithoutTheLastPartsAreRead() {
    String text = DefinitionWriter.write(attributed(1, 0, -1, 2, 0.5)).orElseThrow();
    String earlier = text.replaceAll(",\\s*attributes=.*", ")");
    assertEquals(
        new CategoryCell(3, List.of(1, 2, 5), 0.1), DefinitionReader.read(earlier, Cell.class));
    Expect.rejected(
        "expected ','",
        () -> DefinitionReader.read(text.replaceAll(",\\s*unseen=.*", ")"), Cell.class));
  }

  /** Beside a category; the first outcome of a number is none of its masses. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void pointMassesOfAnyNumberHaveThem(double step) {
    PointMasses masses = new PointMasses(List.of(-1.0, 0.5, 3.0), step);
    NumberCell number = new NumberCell(new Standardize(List.of(1.0), List.of(2.0)), 7, masses);
    try (DensityLab lab =
        new DensityLab(
            new TableDensity(
                List.of(new CategoryCell(NAMES), number),
                List.of(1),
                Optional.of(DensityLab.flow(1)),
                Mlp.of(8),
                Conditioning.ANY))) {
      Expr all = lab.density.categories().orElseThrow().logProbs().apply(lab.scope);
      double[] states = DensityLab.context(List.of(State.GIVEN, State.PRESENT), 2, 0);
      double[] found = lab.bench.fetch(all, lab.feeds(1, states)).entries();
      double ofMasses = 0;
      for (int mass = 0; mass < 3; mass++) {
        double[] row = {1, 2, masses.values().get(mass)};
        double expected = lab.logProb(List.of(row), states)[0] + masses.logWidth();
        assertEquals(expected, found[1 + mass], 1e-12);
        ofMasses += Math.exp(expected);
      }
      assertEquals(Math.log1p(-ofMasses), found[0], 1e-12);
      assertEquals(Double.NEGATIVE_INFINITY, found[4], "beyond its own");
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

  private static final int OTHERS = 3;
  private static final double[] ALL = context(State.MODELLED, State.MODELLED, 0, 0);

  /** Every row with the first column missing or of each name, an unseen one included. */
  private static final List<double[]> ROWS = everyRow();

  private static List<double[]> everyRow() {
    List<double[]> rows = new ArrayList<>();
    for (int other = 0; other <= OTHERS; other++) {
      rows.add(new double[] {0, 0, other});
      for (int name = 0; name <= NAMES; name++) {
        rows.add(new double[] {1, name, other});
      }
    }
    return rows;
  }

  private static DensityLab lab(double unseen, Conditioning conditioning) {
    List<Cell> cells =
        List.of(
            new CategoryCell(3, List.of(1, 2, 5), 0.4 * unseen),
            new CategoryCell(OTHERS, List.of(), unseen));
    return new DensityLab(
        new TableDensity(cells, List.of(0), Optional.empty(), Mlp.of(8), conditioning));
  }

  private static double[] context(State first, State second, double... values) {
    return DensityLab.context(List.of(first, second), values);
  }

  private static double sum(double... logProb) {
    return Arrays.stream(logProb).map(Math::exp).sum();
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "0, ANY", "0.25, NONE", "0.25, ANY"})
  void probabilitiesAddUpToOneWithThatOfUnseenNames(double unseen, Conditioning conditioning) {
    try (DensityLab lab = lab(unseen, conditioning)) {
      assertEquals(1, sum(lab.logProb(ROWS, ALL)), 1e-12);
      List<double[]> others = ROWS.stream().filter(row -> row[2] == OTHERS).toList();
      assertEquals(unseen, sum(lab.logProb(others, ALL)), 1e-12);
    }
  }

  @Test
  void namesOfThePoolShareItsProbabilityByTheirCounts() {
    try (DensityLab lab = lab(0, Conditioning.NONE)) {
      for (int other = 0; other < OTHERS; other++) {
        int first = other * (NAMES + 2) + 3;
        double[] found = lab.logProb(ROWS.subList(first, first + 3));
        assertEquals(Math.log(2), found[1] - found[0], 1e-12);
        assertEquals(Math.log(5), found[2] - found[0], 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void otherNumbersAreImpossible(double unseen) {
    try (DensityLab lab = lab(unseen, Conditioning.NONE)) {
      for (double wrong : new double[] {-1, NAMES + Math.ceil(unseen), 1e6, Double.NaN}) {
        double found = lab.logProb(List.of(new double[] {1, wrong, 0}))[0];
        assertEquals(Double.NEGATIVE_INFINITY, found, "of " + wrong);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreNamesInTheirFrequencies(Conditioning conditioning) {
    int count = 40_000;
    try (DensityLab lab = lab(0, conditioning)) {
      List<double[]> drawn = lab.drawn(count, 9, ALL);
      double[] expected = lab.logProb(ROWS, ALL);
      for (int i = 0; i < expected.length; i++) {
        double[] row = ROWS.get(i);
        double share = Math.exp(expected[i]);
        double found = drawn.stream().filter(other -> Arrays.equals(row, other)).count();
        assertEquals(share, found / count, 4.5 * Math.sqrt(share * (1 - share) / count));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreSeen(Conditioning conditioning) {
    try (DensityLab lab = lab(0.25, conditioning)) {
      List<double[]> drawn = lab.drawn(20_000, 9, ALL);
      assertTrue(drawn.stream().allMatch(row -> row[1] < NAMES && row[2] < OTHERS));
    }
  }

  @Test
  void givenNamesOfThePoolAreKept() {
    double[] context = context(State.GIVEN, State.MODELLED, 3, 0);
    try (DensityLab lab = lab(0, Conditioning.ANY)) {
      lab.drawn(50, 2, context).forEach(row -> assertEquals(3, row[1]));
      double[] one = lab.logProb(List.of(new double[] {1, 3, 0}), context);
      double[] same = context(State.GIVEN, State.MODELLED, 4, 0);
      assertArrayEquals(one, lab.logProb(List.of(new double[] {1, 4, 0}), same), 1e-12);
      double[] other = context(State.GIVEN, State.MODELLED, 1, 0);
      double differing = lab.logProb(List.of(new double[] {1, 1, 0}), other)[0];
      assertTrue(Math.abs(one[0] - differing) > 1e-3);
    }
  }

  /** Networks read zeros, whatever the other cell. */
  @Test
  void theRestIsConditionalOnAnUnseenName() {
    double[] context = context(State.GIVEN, State.MODELLED, NAMES, 0);
    try (DensityLab lab = lab(0.25, Conditioning.ANY)) {
      List<double[]> rows = ROWS.stream().filter(row -> row[1] == NAMES).toList();
      assertEquals(1, sum(lab.logProb(rows, context)), 1e-12);
      assertEquals(NAMES, lab.drawn(10, 2, context).get(3)[1], "the given place is kept");
    }
  }

  @Test
  void rejectsCountsOfNothingAndWhatIsNoProbability() {
    Expect.rejected("count must be at least 1, got 0", () -> new CategoryCell(0));
    Expect.rejected(
        "numbers of an attribute must be from 2 to 2, got 1",
        () -> new CategoryCell(2).with(List.of(new Attribute(List.of(0.0), 0))));
    Expect.rejected(
        "a pooled count must be at least 1, got 0", () -> new CategoryCell(3, List.of(1, 0), 0));
    Expect.rejected("unseen must be in [0, 1), got 1.0", () -> new CategoryCell(3, List.of(), 1));
    Expect.rejected(
        "unseen must be in [0, 1), got NaN", () -> new CategoryCell(3, List.of(), Double.NaN));
  }
}
