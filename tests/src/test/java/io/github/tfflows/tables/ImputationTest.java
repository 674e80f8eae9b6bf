package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Missing values are drawn as if they were missing at random, together. Of {@code heat ~ N(0, 1)},
 * the wind is {@code 10 + 2 heat + 2 ε}. A gust of {@code 1.4 wind + 0.7 ε} is recorded only where
 * the wind is above 12, a power of {@code wind / 2 + ε} mostly with a gust, and two readings,
 * {@code 3 heat + ε} and the first {@code + ε / 2}, both or neither.
 */
@Tag("training")
class ImputationTest {
  private static final List<String> COLUMNS =
      List.of("heat", "wind", "gust", "power", "first", "second");
  private static final int DRAWS = 4_000;

  /** Four standard errors of the mean of as many draws, and the inaccuracy of a fit. */
  private static final double TOLERANCE = 4 / Math.sqrt(DRAWS) + 0.06;

  private static TableModel model;

  private static List<List<String>> table(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double heat = random.nextGaussian();
      double wind = 10 + 2 * heat + 2 * random.nextGaussian();
      double gust = 1.4 * wind + 0.7 * random.nextGaussian();
      double power = wind / 2 + random.nextGaussian();
      double first = 3 * heat + random.nextGaussian();
      double second = first + 0.5 * random.nextGaussian();
      boolean isGusty = wind > 12;
      boolean isRead = random.nextDouble() < 0.6;
      rows.add(
          List.of(
              Double.toString(heat),
              random.nextDouble() < 0.3 ? "" : Double.toString(wind),
              isGusty ? Double.toString(gust) : "",
              random.nextDouble() < (isGusty ? 0.9 : 0.3) ? Double.toString(power) : "",
              isRead ? Double.toString(first) : "",
              isRead ? Double.toString(second) : ""));
    }
    return rows;
  }

  @BeforeAll
  static void fit() throws IOException {
    TableSource source = TableSource.of("weather", COLUMNS, table(8_000, 1));
    TableSchema schema = TableScan.all().of(source, Missing.MODEL).conditionedOn(Conditioning.ANY);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    Training training = Training.forData(rows.count(), COLUMNS.size()).withSteps(1_500);
    model =
        new TableTraining(training, schema)
            .fit(TableFlow.forData(schema, rows), rows, progress -> {});
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** Draws for equal rows, one array a column. */
  private static double[][] imputed(String... cells) throws IOException {
    TableSource source =
        TableSource.of(
            "gaps", COLUMNS, IntStream.range(0, DRAWS).mapToObj(i -> List.of(cells)).toList());
    try (TableReader reader = TableReader.ofGaps(source, model.schema(), List.of())) {
      Rows filled = model.impute(reader.rest().x(), 5);
      RowLayout layout = model.schema().layout();
      double[][] columns = new double[COLUMNS.size()][];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = layout.present(filled, i);
        assertEquals(DRAWS, columns[i].length, "no value is missing");
      }
      return columns;
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double covariance(double[] x, double[] y) {
    double center = mean(x);
    double other = mean(y);
    return IntStream.range(0, x.length)
        .mapToDouble(i -> (x[i] - center) * (y[i] - other))
        .average()
        .orElseThrow();
  }

  private static void assertNormal(double mean, double deviation, double[] draws, String name) {
    assertEquals(mean, mean(draws), TOLERANCE * deviation, "mean of " + name);
    double found = Math.sqrt(covariance(draws, draws));
    assertEquals(1, found / deviation, TOLERANCE, "deviation of " + name);
  }

  @Test
  void aGapThatTellsOfAnotherMissingValueDoesNotMoveIt() throws IOException {
    double[][] draws = imputed("0", "", "", "", "1", "1.2");
    // The readings tell nothing more of the wind than the heat does.
    assertNormal(10, 2, draws[1], "wind");
    assertNormal(5, Math.sqrt(2), draws[3], "power");
    double correlation =
        covariance(draws[1], draws[3])
            / Math.sqrt(covariance(draws[1], draws[1]) * covariance(draws[3], draws[3]));
    assertEquals(Math.sqrt(0.5), correlation, TOLERANCE, "drawn together");
    double[] difference =
        IntStream.range(0, DRAWS)
            .filter(i -> draws[1][i] > 12.5)
            .mapToDouble(i -> draws[2][i] - 1.4 * draws[1][i])
            .toArray();
    assertEquals(0, mean(difference), 0.25, "gusts are those of the drawn wind");
    assertEquals(0.7, Math.sqrt(covariance(difference, difference)), 0.25);
  }

  @Test
  void aGivenValueStaysAndMovesTheOthers() throws IOException {
    double[][] draws = imputed("0", "", "19.6", "", "", "");
    assertArrayEquals(new double[] {19.6f}, Arrays.stream(draws[2]).distinct().toArray());
    // The wind given the heat and the gust is normal with mean 14 - 4 * 1.4 * 5.6 / 8.33 ...
    double gain = 4 * 1.4 / (1.96 * 4 + 0.49);
    assertEquals(10 + gain * (19.6 - 14), mean(draws[1]), 0.3, "cut off below 12");
  }

  @Test
  void valuesThatAreMissingTogetherAreDrawnTogether() throws IOException {
    double[][] draws = imputed("1", "11", "", "5.5", "", "");
    assertNormal(3, 1, draws[4], "first");
    assertNormal(3, Math.sqrt(1.25), draws[5], "second");
    assertEquals(1, covariance(draws[4], draws[5]), 0.25, "drawn together");
  }
}
