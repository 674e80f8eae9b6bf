package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JumpsTest {
  private static final int PERSONS = 30;

  private static Jumps jumps(int rows, int most, DoubleUnaryOperator effect) {
    Random random = new Random(3);
    Jumps jumps = new Jumps(most);
    for (int i = 0; i < rows; i++) {
      jumps.add(i % PERSONS, effect.applyAsDouble(i % PERSONS) + random.nextGaussian());
    }
    return jumps;
  }

  /** Returns heights that have nothing to do with the order of the keys. */
  private static double[] heights() {
    return new Random(8).doubles(PERSONS, -3, 3).toArray();
  }

  @Test
  void areBetweenKeys() {
    double[] heights = heights();
    assertTrue(jumps(240, 64, key -> heights[(int) key]).areSure());
    assertFalse(jumps(240, 64, key -> 0).areSure(), "chance");
    assertFalse(jumps(240, 64, key -> key).areSure(), "a line");
    assertFalse(jumps(240, 64, key -> 5 * Math.sin(key / 5)).areSure(), "a curve");
    assertFalse(jumps(119, 64, key -> heights[(int) key]).areSure(), "three rows of a key");
    assertFalse(jumps(240, 29, key -> heights[(int) key]).areSure(), "too many numbers");
    assertFalse(new Jumps(64).areSure());
  }

  /** Each person has eight rows, whose heights have a deviation of 0.2, beside 1.7 of all rows. */
  @Test
  @Tag("training")
  void predictionsKnowTheKeys() throws IOException {
    double[] heights = heights();
    Random random = new Random(5);
    List<List<String>> rows =
        Tables.rows(
            8 * PERSONS,
            i ->
                List.of(
                    "" + i % PERSONS,
                    ""
                        + Math.rint(1000 * heights[i % PERSONS] + 200 * random.nextGaussian())
                            / 1000));
    TableSource source = TableSources.of("persons", List.of("key", "height"), rows);
    TableFit fit =
        TableFit.of(source).predicting("height").withTraining(usual -> usual.withMembers(1));
    try (TableModel model = fit.fit()) {
      double error =
          IntStream.range(0, PERSONS)
              .mapToDouble(key -> error(model, key, heights[key]))
              .average()
              .orElseThrow();
      assertTrue(error < 0.3, "mean error of medians " + error);
    }
  }

  /** The numbers of persons are keys, unless new rows are of new persons. */
  @Test
  void areNotSoughtBetweenGroups() throws IOException {
    double[] heights = heights();
    Random random = new Random(5);
    TableSource source =
        Tables.of(
            "person,key,height",
            8 * PERSONS,
            i -> {
              int key = i % PERSONS;
              return List.of(
                  "p" + key, key, "%.3f".formatted(heights[key] + random.nextGaussian()));
            });
    TableFit fit = TableFit.of(source).predicting("height");
    FitParts alone = fit.without("person").parts();
    assertTrue(Jumps.areIn(alone.table().schema(), alone.rows(), 0, 64));
    FitParts grouped = fit.groupedBy("person").parts();
    assertFalse(Jumps.areIn(grouped.table().schema(), grouped.rows(), 0, 64));
  }

  private static double error(TableModel model, int key, double height) {
    return Math.abs(model.predict("height").given(Map.of("key", key)).median() - height);
  }
}
