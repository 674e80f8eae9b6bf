package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Missing values are drawn as if they were missing at random, those of a row together. */
@Tag("training")
class ImputationTest {
  private static final int DRAWS = 4_000;

  /** Four standard errors of the mean of as many draws, and the inaccuracy of a short fit. */
  private static final double TOLERANCE = 4 / Math.sqrt(DRAWS) + 0.08;

  private static TableModel fitted(String header, int steps, Function<Random, String> row)
      throws IOException {
    Random random = new Random(1);
    return TableFit.of(Tables.of(header, 6_000, i -> Tables.names(row.apply(random))))
        .givenAny()
        .withFlow(
            FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE,
            usual -> new FlowFamily.Size(1, 32, usual.blocks(), usual.bins()))
        .withTraining(usual -> usual.withSteps(steps).withMembers(1).withSeed(2))
        .fit();
  }

  /** Draws for equal rows, one array a column. */
  private static double[][] imputed(TableModel model, int count, String row) throws IOException {
    List<String> names = model.schema().modelled().stream().map(TableColumn::name).toList();
    List<String> cells = Tables.names(row);
    TableSource source = TableSources.of("gaps", names, Collections.nCopies(count, cells));
    Reading reading = Reading.of(Missing.MODEL);
    try (TableReader reader = TableReader.ofGaps(source, model.schema(), reading)) {
      Rows filled = model.impute(reader.rest().x(), 5);
      double[][] columns = new double[cells.size()][];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = model.schema().layout().present(filled, i);
        assertEquals(count, columns[i].length, "no value is missing");
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

  private static double correlation(double[] x, double[] y) {
    return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  }

  private static void assertNormal(double mean, double deviation, double[] draws, String name) {
    assertEquals(mean, mean(draws), TOLERANCE * deviation, "mean of " + name);
    double found = Math.sqrt(covariance(draws, draws));
    assertEquals(1, found / deviation, TOLERANCE, "deviation of " + name);
  }

  private static String cell(boolean isRecorded, double value) {
    return isRecorded ? Double.toString(value) : "";
  }

  /**
   * The wind is {@code 10 + 2 heat + 2 ε}. A gust of {@code 1.4 wind + 0.7 ε} is recorded where the
   * wind is above 12 alone, a power of {@code wind / 2 + ε} mostly with a gust.
   */
  private static String weather(Random random) {
    double heat = random.nextGaussian();
    double wind = 10 + 2 * heat + 2 * random.nextGaussian();
    double gust = 1.4 * wind + 0.7 * random.nextGaussian();
    double power = wind / 2 + random.nextGaussian();
    return "%s,%s,%s,%s"
        .formatted(
            heat,
            cell(random.nextDouble() < 0.7, wind),
            cell(wind > 12, gust),
            cell(random.nextDouble() < (wind > 12 ? 0.9 : 0.3), power));
  }

  @Test
  void aGapThatTellsOfAnotherMissingValueDoesNotMoveIt() throws IOException {
    try (TableModel model = fitted("heat,wind,gust,power", 700, ImputationTest::weather)) {
      double[][] draws = imputed(model, DRAWS, "0,,,");
      assertNormal(10, 2, draws[1], "wind");
      assertNormal(5, Math.sqrt(2), draws[3], "power");
      assertEquals(Math.sqrt(0.5), correlation(draws[1], draws[3]), TOLERANCE, "drawn together");
      double[] difference =
          IntStream.range(0, DRAWS)
              .filter(i -> draws[1][i] > 12.5)
              .mapToDouble(i -> draws[2][i] - 1.4 * draws[1][i])
              .toArray();
      assertEquals(0, mean(difference), 0.3, "gusts are those of the drawn wind");
      assertEquals(0.7, Math.sqrt(covariance(difference, difference)), 0.2);
      double[][] given = imputed(model, DRAWS, "0,,19.6,");
      assertArrayEquals(new double[] {19.6f}, Arrays.stream(given[2]).distinct().toArray());
      assertEquals(13.76, mean(given[1]), 0.3, "the wind of that gust");
      Map<String, Object> row =
          model.imputed(Map.of("gust", 19.6, "wind", Double.NaN, "heat", 0), 5);
      assertEquals(List.of("heat", "wind", "gust", "power"), List.copyOf(row.keySet()));
      assertEquals(List.of(0, 19.6), List.of(row.get("heat"), row.get("gust")), "as given");
      double[][] alike = imputed(model, 1, "0,,19.6,");
      assertEquals(alike[1][0], Double.parseDouble("" + row.get("wind")), 1e-6);
      assertEquals(alike[3][0], Double.parseDouble("" + row.get("power")), 1e-6);
      Expect.rejected(
          "no column \"gusts\" (did you mean \"gust\"?)",
          () -> model.imputed(Map.of("gusts", 19.6), 5));
      Map<String, Object> more = Map.of("gust", 19.6, "wind", 12, "heat", 0, "date", "today");
      String unknown = "no column \"date\"; it has heat, wind, gust, power";
      Expect.rejected(unknown, () -> model.imputed(more, 5));
      Expect.rejected(unknown, () -> model.predict("power").given(more));
      Expect.rejected(unknown, () -> model.predict("power", "wind").given(Map.of("date", "1")));
      Expect.rejected(unknown, () -> model.draw(more, 2, 5));
    }
  }

  /** Four in ten values of x are there, and those of y where x is high. */
  @Test
  void aCellThatIsMissingStillTellsOfAnotherOne() throws IOException {
    Function<Random, String> rows =
        random -> {
          double x = random.nextGaussian();
          return "%s,%s,%s"
              .formatted(
                  random.nextGaussian(),
                  cell(random.nextDouble() < 0.4, x),
                  cell(x > 0.53, x + 0.2 * random.nextGaussian()));
        };
    try (TableModel model = fitted("other,x,y", 400, rows)) {
      assertNormal(0, 1, imputed(model, DRAWS, "0,,")[1], "x");
    }
  }

  /** More columns than cells are drawn alone. */
  @Test
  void rowsOfManyGapsAreFilled() throws IOException {
    Function<Random, String> rows =
        random ->
            IntStream.range(0, 9)
                .mapToObj(i -> cell(random.nextInt(10) == 0, random.nextGaussian()))
                .collect(Collectors.joining(","));
    try (TableModel model = fitted("a,b,c,d,e,f,g,h,i", 20, rows)) {
      double[][] draws = imputed(model, 500, ",,,,,,,,");
      for (double[] column : draws) {
        assertEquals(500, Arrays.stream(column).filter(Double::isFinite).count());
        assertTrue(Math.abs(mean(column)) < 0.5, "mean of a short fit: " + mean(column));
      }
    }
  }
}
