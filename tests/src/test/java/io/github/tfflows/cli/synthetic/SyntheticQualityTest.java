package io.github.tfflows.cli.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.synthetic.TableSample;
import io.github.tfflows.tables.synthetic.TableSamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyntheticQualityTest {
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
