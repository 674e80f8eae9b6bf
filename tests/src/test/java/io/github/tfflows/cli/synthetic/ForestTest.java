package io.github.tfflows.cli.synthetic;

import static io.github.tfflows.tables.synthetic.TableSamples.NONE;
import static io.github.tfflows.tables.synthetic.TableSamples.names;
import static io.github.tfflows.tables.synthetic.TableSamples.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.synthetic.TargetScore.Measure;
import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.synthetic.TableSample;
import io.github.tfflows.tables.synthetic.TableSamples;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;

class ForestTest {
  @Test
  void aForestTellsSamplesApartByTheirDependence() {
    TableSample rows = TableSamples.dependent(600, 0.9, 1);
    Auroc same = TwoSampleForest.compare(rows, TableSamples.dependent(600, 0.9, 2), 1);
    assertEquals(0.5, same.value(), 0.06);
    Auroc other = TwoSampleForest.compare(rows, TableSamples.dependent(600, 0, 3), 1);
    assertTrue(other.value() > 0.7, other::toString);
    assertTrue(other.standardError() > 0.005 && other.standardError() < 0.03, other::toString);
    assertEquals(other, TwoSampleForest.compare(rows, TableSamples.dependent(600, 0, 3), 1));
  }

  @Test
  void samplesOfOneValueCannotBeToldApart() {
    TableSample ones = constant(20, 1);
    assertEquals(0.5, TwoSampleForest.compare(ones, ones, 1).value(), 1e-12);
    assertEquals(1, TwoSampleForest.compare(ones, constant(20, NONE), 1).value(), 1e-12);
    TableSample missing = constant(10, NONE);
    assertEquals(0.5, TwoSampleForest.compare(missing, missing, 1).value(), 1e-12);
  }

  @Test
  void readsPlacesOfNamesAndQuantilesOfNumbers() {
    TableSample rows = TableSamples.dependent(400, 0, 4);
    double[] sign = rows.columns().get(2).values();
    Forest<Label> forest = Forest.ofNames(rows, sign, 1);
    assertTrue(TargetScore.accuracy(Forest.places(forest, rows), sign) > 0.98);
    double[] sum = IntStream.range(0, 400).mapToDouble(i -> i % 7).toArray();
    TableSample sevens = new TableSample(List.of(names("n", sum)));
    assertEquals(
        1,
        TargetScore.rSquared(Forest.numbers(Forest.ofNumbers(sevens, sum, 1), sevens), sum),
        1e-6);
  }

  /** Forty rows, of which a leaf of twenty would see one change alone. */
  @Test
  void fewRowsHaveSmallLeaves() {
    double[] places = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    double[] blocks = IntStream.range(0, 40).mapToDouble(i -> i / 10 % 2).toArray();
    TableSample rows = new TableSample(List.of(numbers("x", places)));
    assertEquals(
        1, TargetScore.accuracy(Forest.places(Forest.ofNames(rows, blocks, 1), rows), blocks));
  }

  @Test
  void measuresPredictions() {
    // Errors 0, 1, 1 of deviations -1, 0, 1.
    assertEquals(0, TargetScore.rSquared(new double[] {1, 3, 2}, new double[] {1, 2, 3}), 1e-12);
    assertEquals(1, TargetScore.rSquared(new double[] {1, 2}, new double[] {1, 2}), 1e-12);
    assertEquals(2 / 3.0, TargetScore.accuracy(new double[] {1, 0, 2}, new double[] {1, 1, 2}));
  }

  @Test
  void drawsThatLackTheDependencePredictWorse() {
    TableSample real = TableSamples.dependent(500, 0.95, 5);
    TableSample test = TableSamples.dependent(500, 0.95, 6);
    TableSample draws = TableSamples.dependent(500, 0, 7);
    TargetScore number = TargetScore.of("y", draws, real, test, 1);
    assertEquals(Measure.R_SQUARED, number.measure());
    assertTrue(number.real() > 0.75 && number.real() < 0.91, number::toString); // at best 0.9
    assertTrue(number.draws() < 0.1, number::toString);
    assertEquals(0, number.trivial(), 0.05);
    assertTrue(number.trivial() < 0, "the mean of other rows");
    TargetScore name = TargetScore.of("sign", real, real, test, 1);
    assertEquals(Measure.AUROC, name.measure());
    assertTrue(name.draws() > 0.99, name::toString);
    assertEquals(0.5, name.trivial());
  }

  @Test
  void rowsWithoutTheTargetAreLeftOutAndManyNamesAreCounted() {
    double[] places = IntStream.range(0, 90).mapToDouble(i -> i % 3).toArray();
    double[] target = places.clone();
    Arrays.fill(target, 0, 30, NONE);
    TableSample rows = new TableSample(List.of(names("a", places), names("b", target)));
    TargetScore score = TargetScore.of("b", rows, rows, rows, 1);
    assertEquals(Measure.ACCURACY, score.measure());
    assertEquals(60, score.testRows());
    assertEquals(1, score.draws(), 1e-12);
    assertEquals(1 / 3.0, score.trivial(), 1e-12);
  }

  @Test
  void namesTheTargetThatCannotBePredicted() {
    TableSample rows = new TableSample(List.of(numbers("a", 1, 2), names("b", 0, 0)));
    Expect.rejected(
        "column \"b\" cannot be predicted", () -> TargetScore.of("b", rows, rows, rows, 1));
    Expect.rejected("it has a, b", () -> TargetScore.of("c", rows, rows, rows, 1));
    TableSample two = new TableSample(List.of(numbers("a", 1, 2), names("b", 0, 1)));
    TableSample none = new TableSample(List.of(numbers("a", 1, 2), names("b", NONE, NONE)));
    Expect.rejected("got 0, 2 and 2", () -> TargetScore.of("b", none, two, two, 1));
    Expect.rejected("got 2, 0 and 2", () -> TargetScore.of("b", two, none, two, 1));
    TableSample one = new TableSample(List.of(numbers("a", 1, 2)));
    Expect.rejected("no column to predict \"a\" from", () -> TargetScore.of("a", one, one, one, 1));
  }

  private static TableSample constant(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return new TableSample(List.of(numbers("x", values), names("n", values)));
  }

  @Test
  void drawsStandBesideRealRowsOfTheSameNumber() {
    SyntheticTables tables =
        SyntheticTables.of(
            TableSamples.dependent(700, 0, 1),
            TableSamples.dependent(300, 0.9, 2),
            TableSamples.dependent(400, 0.9, 3),
            Optional.of(TableSamples.dependent(900, 0.9, 4)));
    assertEquals(300, tables.rows());
    SyntheticQuality quality = SyntheticQuality.of(tables, Optional.of("y"), 1);
    assertEquals(300, quality.rows());
    assertTrue(quality.scores().real().overall() > quality.scores().draws().overall() + 0.1);
    SyntheticQuality.Classifier classifier = quality.classifier().orElseThrow();
    assertTrue(classifier.auroc().draws().value() > 0.7, classifier::toString);
    assertEquals(0.5, classifier.auroc().real().value(), 0.1);
    assertEquals(900, quality.closeness().among());
    assertEquals(300, quality.copies().orElseThrow().rows());
    assertEquals(0.5, quality.copies().orElseThrow().real(), 0.1);
    TargetScore target = quality.target().orElseThrow();
    assertTrue(target.real() > target.draws() + 0.3, target::toString);
    List<Double> lowest =
        quality.lowestPairs(3).stream().map(pair -> pair.draws().score()).toList();
    assertEquals(lowest.stream().sorted().toList(), lowest);
    assertEquals(3, lowest.size());
  }

  @Test
  void tinyTablesHaveNoClassifier() {
    TableSample two = new TableSample(List.of(TableSamples.numbers("x", 1, 2)));
    SyntheticQuality quality =
        SyntheticQuality.of(
            SyntheticTables.of(two, two, two, Optional.empty()), Optional.empty(), 1);
    assertTrue(quality.classifier().isEmpty());
    assertTrue(quality.copies().isEmpty());
    assertEquals(1, quality.scores().draws().overall(), 1e-12);
    assertEquals(1, quality.closeness().distances().draws().copies(), 1e-12);
    assertEquals(List.of(), quality.lowestPairs(3));
  }
}
