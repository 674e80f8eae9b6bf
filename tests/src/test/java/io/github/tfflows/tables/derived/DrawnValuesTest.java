package io.github.tfflows.tables.derived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnValuesTest {
  private static final double LEAST_EQUAL = 0.6;

  /** The shared values of each column would move some of them apart. */
  @Test
  void equalNumbersHaveEqualValues() throws IOException {
    TableSchema schema = TableScan.all().of(Tables.prices(), Missing.MODEL);
    DrawnValues values = new DrawnValues(schema);
    TableColumn list = schema.modelled().get(1);
    TableColumn sale = schema.modelled().get(2);
    int apart = 0;
    for (int i = 500; i < 20_000; i++) {
      float number = i / 100f;
      assertEquals(list.drawn(number), values.value(2, place -> number));
      assertEquals(list.drawn(number), values.value(2, place -> number + place * 1e-3));
      assertEquals(sale.drawn(number), values.value(2, place -> number + (2 - place) * 1e-2));
      apart += list.drawn(number).equals(sale.drawn(number)) ? 0 : 1;
    }
    assertTrue(apart > 1_000, () -> "the columns alone move numbers alike");
  }

  @Test
  @Tag("training")
  void drawsAreEqualAsOftenAsRows(@TempDir Path folder) throws IOException {
    TableFit fit =
        TableFit.of(Tables.prices())
            .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(1, 16, 1, 8))
            .withTraining(usual -> usual.withSteps(200).withMembers(1));
    try (TableModel model = fit.fit()) {
      long equal =
          model.draw(500, 1).stream()
              .filter(row -> Objects.equals(row.get("list"), row.get("sale")))
              .count();
      assertTrue(equal > LEAST_EQUAL * 500, () -> equal + " of 500 draws");
      model.export(folder.resolve("model"));
    }
    Map<String, double[]> served = Tables.served(folder.resolve("model"), 500);
    double[] list = Objects.requireNonNull(served.get("list"));
    double[] sale = Objects.requireNonNull(served.get("sale"));
    long equal = IntStream.range(0, 500).filter(row -> list[row] == sale[row]).count();
    assertTrue(equal > LEAST_EQUAL * 500, () -> equal + " of 500 served draws");
  }
}
