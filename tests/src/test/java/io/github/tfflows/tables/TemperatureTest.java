package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The temperature of the names of held-out rows. */
@Tag("training")
class TemperatureTest {
  /** Names given numbers on which they do not depend. */
  private static TableSource rows(int count, IntFunction<String> name) {
    Random random = new Random(3);
    return Tables.of(
        "x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,y",
        count,
        i -> {
          List<Object> row = new ArrayList<>();
          IntStream.range(0, 12).forEach(k -> row.add(random.nextGaussian()));
          row.add(name.apply(i));
          return row;
        });
  }

  private static FittedTable fitted(TableSource source) throws IOException {
    return TableFit.of(source)
        .predicting("y")
        .withTraining(usual -> usual.withMembers(1).withSteps(200))
        .fitted();
  }

  private static double temperature(TableModel model, Data heldOut) {
    return Temperature.of(model.schema(), List.of(model.distribution()), List.of(heldOut));
  }

  private static String coin(int i) {
    return i * 7 % 11 < 5 ? "heads" : "tails";
  }

  /** Not even of rows that are unlikely. */
  @Test
  void namesWithAPoolHaveNone() throws IOException {
    IntFunction<String> rarely = i -> i % 3 == 0 ? coin(i) : "name " + i / 2;
    try (FittedTable fitted = fitted(rows(600, rarely))) {
      TableSchema schema = fitted.model().schema();
      assertTrue(!schema.modelled().get(0).categories().pooled().isEmpty());
      assertEquals(1, temperature(fitted.model(), fitted.heldOut()));
    }
  }

  @Test
  void namesThatAreUnseenSayNothingOfIt() throws IOException {
    try (FittedTable fitted = fitted(rows(400, TemperatureTest::coin))) {
      TableModel model = fitted.model();
      Data other = read(model, i -> i % 2 == 0 ? "tails" : "heads");
      double temperature = temperature(model, other);
      assertTrue(temperature > 1, "of names by chance: " + temperature);
      Data unseen = other.followedBy(read(model, i -> "perhaps"));
      assertEquals(temperature, temperature(model, unseen));
    }
  }

  private static Data read(TableModel model, IntFunction<String> name) throws IOException {
    return TableReader.readAll(rows(50, name), model.schema(), Missing.MODEL);
  }
}
