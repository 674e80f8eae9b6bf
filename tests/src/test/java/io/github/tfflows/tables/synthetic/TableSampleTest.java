package io.github.tfflows.tables.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Gaps;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableSampleTest {
  /** Ten days, and numbers of one decimal from 1 to 1.9. */
  private static TableSchema schema() throws IOException {
    List<List<String>> rows =
        IntStream.range(0, 10)
            .mapToObj(i -> List.of("2024-05-%02d".formatted(11 + i), "1." + i))
            .toList();
    return TableScan.all().of(TableSources.of("days", List.of("day", "x"), rows), Missing.MODEL);
  }

  @Test
  void datesAndNumbersAreRoundedToTheirSteps() throws IOException {
    Rows x = Rows.of(new float[] {2.4f, 1.26f, -3.6f, 7}, 2);
    TableSample rows = TableSample.of(schema(), x, Rows.empty(2));
    assertArrayEquals(new double[] {2, -4}, rows.columns().get(0).values());
    assertArrayEquals(new double[] {1.3, 7}, rows.columns().get(1).values());
  }

  @Test
  void drawsKeepToTheRangeOfTheData() throws IOException {
    Rows x = Rows.of(new float[] {2.4f, 1.26f, -3.6f, 7}, 2);
    TableSample draws = TableSample.ofDraws(schema(), x, Rows.empty(2));
    assertArrayEquals(new double[] {1.3, 1.9}, draws.columns().get(1).values());
  }

  private static TableColumn numberWithGaps(String name) {
    return new TableColumn(name, new ColumnKind.Real(), new NumberCoding(0), new Gaps(0.5));
  }

  /** Events have a bit, a number and a name; conditions a number and a bit. */
  @Test
  void marksMissingValuesAndNamesThatNeverOccurred() {
    TableColumn name = new TableColumn("k", new ColumnKind.Categorical(), List.of("a", "b"));
    TableSchema schema =
        new TableSchema(List.of(numberWithGaps("x"), name), List.of(numberWithGaps("g")));
    Rows events = Rows.of(new float[] {1, 2.5f, 0, 0, 9, 1, 1, -1, 7}, 3);
    Rows conditions = Rows.of(new float[] {7, 1, 8, 0, 9, 1}, 2);
    TableSample sample = TableSample.of(schema, events, conditions);
    assertEquals(2, sample.modelled());
    assertArrayEquals(new double[] {2.5, Double.NaN, -1}, sample.columns().get(0).values());
    assertArrayEquals(new double[] {0, 1, 2}, sample.columns().get(1).values());
    assertArrayEquals(new double[] {7, Double.NaN, 9}, sample.columns().get(2).values());
  }
}
