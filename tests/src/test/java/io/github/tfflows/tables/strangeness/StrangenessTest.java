package io.github.tfflows.tables.strangeness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

class StrangenessTest {
  private static final List<String> NAMES = List.of("size", "colour", "hour", "price");

  /** Sizes with gaps, colours that go with them, and prices. */
  private static List<List<String>> rows(int count, long seed) {
    Random random = new Random(seed);
    return Tables.rows(
        count,
        i -> {
          boolean isRed = random.nextDouble() < 0.3;
          double size = (isRed ? 4 : 0) + random.nextGaussian();
          return List.of(
              random.nextDouble() < 0.1 ? "" : size,
              isRed ? "red" : "blue",
              "%02d:%02d".formatted(random.nextInt(8, 18), random.nextInt(60)),
              Math.exp(0.5 * random.nextGaussian() + size / 4));
        });
  }

  private static TableSource source(List<List<String>> rows) {
    return TableSources.of("table", NAMES, rows);
  }

  private record Learned(TableSchema schema, Strangeness strangeness) {
    static Learned from(TableFit fit) throws IOException {
      var parts = fit.parts();
      TableSchema schema = parts.table().schema();
      List<Strangeness> each = Strangeness.ofParts(schema, List.of(parts.rows()), 0);
      return new Learned(schema, each.get(0));
    }

    Data read(List<List<String>> rows) throws IOException {
      return TableReader.readAll(source(rows), schema, Missing.MODEL);
    }

    float[] of(List<List<String>> rows) throws IOException {
      return strangeness.of(read(rows));
    }
  }

  /** Of the contracts 30 % have no end, which others have in 2024. */
  @Test
  void datesThatStandForNoneDoNotHideOddOnes() throws IOException {
    Random random = new Random(1);
    TableSource contracts =
        Tables.of(
            "size,end",
            1_000,
            i -> {
              LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300));
              return List.of(random.nextGaussian(), i % 10 < 3 ? "9999-12-31" : day);
            });
    Learned learned = Learned.from(TableFit.of(contracts));
    TableSource odd = Tables.of("size,end", "0,9999-12-31", "0,2026-06-01");
    float[] found = learned.strangeness.of(TableReader.readAll(odd, learned.schema, Missing.MODEL));
    assertTrue(found[1] > found[0] + 10, Arrays.toString(found));
  }

  private static void requireSharesToAddUp(Learned learned) throws IOException {
    List<List<String>> rows = new ArrayList<>(rows(50, 2));
    rows.add(List.of("", "green", "03:00", "500"));
    Data data = learned.read(rows);
    float[] all = learned.strangeness.of(data);
    List<float[]> shares = learned.strangeness.shares(data);
    assertEquals(learned.schema.modelled().size(), shares.size());
    for (int row = 0; row < all.length; row++) {
      double sum = 0;
      for (float[] share : shares) {
        sum += share[row];
      }
      assertEquals(all[row], sum, 1e-4 * Math.max(1, Math.abs(all[row])), "row " + row);
    }
  }

  @Test
  void theSharesOfCellsAddUp() throws IOException {
    requireSharesToAddUp(Learned.from(TableFit.of(source(rows(500, 1)))));
  }

  @Test
  void theSharesOfCellsGivenOthersAddUp() throws IOException {
    requireSharesToAddUp(Learned.from(TableFit.of(source(rows(500, 1))).given("colour", "size")));
  }

  @Test
  void aValueThatDoesNotSuitIsAsImprobableAsOneOfAllRows() throws IOException {
    Learned learned = Learned.from(TableFit.of(source(rows(500, 1))));
    List<List<String>> rows =
        List.of(List.of("0.3", "blue", "09:30", "1"), List.of("0.3", "blue", "09:30", "-1"));
    Reading reading = Reading.of(Missing.MODEL).reporting();
    try (TableReader reader = TableReader.open(source(rows), learned.schema, reading)) {
      TableChunk chunk = reader.next().orElseThrow();
      assertEquals(Set.of(1), chunk.problems().keySet());
      List<float[]> shares = learned.strangeness.shares(chunk.withoutFillers());
      double rest = shares.get(0)[1] + shares.get(1)[1] + shares.get(2)[1] + shares.get(3)[1];
      assertEquals(rest, learned.strangeness.of(chunk)[1], 1e-4);
      double combination = shares.get(3)[1] - Math.log(501);
      assertTrue(combination >= 0 && combination < 1, "shared by all cells: " + combination);
    }
  }

  /** The density of a number, in units of its spread, by the strangeness of a row. */
  private static double total(Learned learned, String before, String after) throws IOException {
    double low = -12;
    double high = 16;
    int count = 20_000;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String size = Double.toString(low + (high - low) * (i + 0.5) / count);
      rows.add(List.of(size, before, "09:30", after));
    }
    double sum = 0;
    for (float strangeness : learned.of(rows)) {
      sum += Math.exp(-strangeness);
    }
    return sum * (high - low) / count;
  }

  @Test
  void isTheNegativeLogDensityOfASizeGivenTheOtherCells() throws IOException {
    TableFit fit = TableFit.of(source(rows(500, 1))).withMissing(Missing.DROP).predicting("size");
    Learned learned = Learned.from(fit);
    double blue = total(learned, "blue", "1");
    double red = total(learned, "red", "2.5");
    double spread = 2.1; // √(1 + 16·0.3·0.7)
    assertEquals(spread, blue, 0.1);
    assertEquals(blue, red, 1e-3);
  }

  @Test
  void aRowBetweenTheGrainsOfItsDataIsNotStrange() throws IOException {
    Random random = new Random(3);
    TableSource grains =
        Tables.of(
            "x,y",
            1000,
            i -> List.of(Math.rint(20 * random.nextGaussian()) / 20, random.nextGaussian()));
    TableSchema schema = TableFit.of(grains).parts().table().schema();
    Data data = TableReader.readAll(grains, schema, Missing.MODEL);
    Strangeness learned = Strangeness.ofParts(schema, List.of(data), 0).get(0);
    Data moved = Data.of(new float[][] {{0.3f, 0.1f}, {0.325f, 0.1f}, {4, 0.1f}});
    float[] found = learned.of(moved);
    assertEquals(found[0], found[1], 0.05);
    assertTrue(found[2] > found[0] + 4, found[2] + " against " + found[0]);
  }

  @Test
  void aCombinationOfUsualCellsIsStrange() throws IOException {
    Learned learned = Learned.from(TableFit.of(source(rows(500, 1))));
    float[] found =
        learned.of(List.of(List.of("0", "blue", "09:30", "1"), List.of("0", "red", "09:30", "1")));
    assertTrue(found[1] > found[0] + 3, found[1] + " against " + found[0]);
  }

  @Test
  void equalSeedsAndTextsGiveEqualNumbers() throws IOException {
    Learned one = Learned.from(TableFit.of(source(rows(500, 1))));
    Learned other = Learned.from(TableFit.of(source(rows(500, 1))));
    List<List<String>> rows = rows(20, 5);
    assertArrayEquals(one.of(rows), other.of(rows));
    Strangeness read = Strangeness.parse(one.schema, one.strangeness.text());
    assertArrayEquals(one.of(rows), read.of(one.read(rows)));
  }

  @Test
  void rowsDoNotChangeEachOther() throws IOException {
    for (String[] given : new String[][] {{}, {"colour", "size"}}) {
      Learned learned = Learned.from(TableFit.of(source(rows(500, 1))).given(given));
      List<List<String>> rows = rows(600, 7);
      float[] together = learned.of(rows);
      for (int row = 0; row < together.length; row += 13) {
        assertEquals(learned.of(rows.subList(row, row + 1))[0], together[row], "row " + row);
      }
    }
  }

  @Test
  void rowsOfWeightZeroDoNotCount() throws IOException {
    TableSchema schema = TableFit.of(source(rows(500, 1))).parts().table().schema();
    List<List<String>> rows = new ArrayList<>(rows(200, 1));
    Data some = TableReader.readAll(source(rows), schema, Missing.MODEL);
    rows.addAll(rows(100, 6));
    Data all = TableReader.readAll(source(rows), schema, Missing.MODEL);
    float[] weights = new float[300];
    Arrays.fill(weights, 0, 200, 2);
    Strangeness counting = Strangeness.ofParts(schema, List.of(all.weighted(weights)), 0).get(0);
    Strangeness expected = Strangeness.ofParts(schema, List.of(some), 0).get(0);
    assertArrayEquals(expected.of(some), counting.of(some));
  }

  @Test
  void rowsCountByTheirWeights() throws IOException {
    TableSchema schema = TableFit.of(source(rows(500, 1))).parts().table().schema();
    List<List<String>> rows = rows(500, 1);
    Data data = TableReader.readAll(source(rows), schema, Missing.MODEL);
    float[] weights = new float[rows.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = rows.get(i).get(1).equals("red") ? 9 : 1;
    }
    Strangeness equal = Strangeness.ofParts(schema, List.of(data), 0).get(0);
    Strangeness ofReds = Strangeness.ofParts(schema, List.of(data.weighted(weights)), 0).get(0);
    // A share of 0.3 becomes 2.7/3.4, and one of 0.7 becomes 0.7/3.4.
    assertEquals(Math.log(2.7 / 3.4 / 0.3), meanOf(rows, "red", equal, ofReds, data), 0.3);
    assertEquals(Math.log(1 / 3.4), meanOf(rows, "blue", equal, ofReds, data), 0.3);
  }

  /** The mean gain of log-density among the rows of a colour. */
  private static double meanOf(
      List<List<String>> rows, String colour, Strangeness before, Strangeness after, Data data) {
    float[] one = before.of(data);
    float[] other = after.of(data);
    return IntStream.range(0, rows.size())
        .filter(row -> rows.get(row).get(1).equals(colour))
        .mapToDouble(row -> one[row] - other[row])
        .average()
        .orElseThrow();
  }

  @Test
  void theMixtureOfPartsHasTheMeanDensity() throws IOException {
    var parts = TableFit.of(source(rows(500, 1))).parts();
    TableSchema schema = parts.table().schema();
    List<Data> thirds =
        List.of(
            parts.rows().slice(0, 150), parts.rows().slice(150, 300), parts.rows().slice(300, 500));
    List<Strangeness> each = Strangeness.ofParts(schema, thirds, 0);
    Data rows = TableReader.readAll(source(rows(20, 5)), schema, Missing.MODEL);
    float[] mixed = Strangeness.mixed(each).of(rows);
    for (int row = 0; row < mixed.length; row++) {
      double density = 0;
      for (Strangeness part : each) {
        density += Math.exp(-part.of(rows)[row]) / 3;
      }
      assertEquals(-Math.log(density), mixed[row], 1e-4);
    }
  }

  /** Of five letters three share an outcome, and one more is new. */
  @Test
  void aGraphHasTheSameNumbersOfHoursAndRareNames() throws IOException {
    TableColumn hour = TableFit.of(source(rows(500, 1))).parts().table().schema().modelled().get(2);
    List<Long> counts = List.of(40L, 30L, 10L, 10L, 10L);
    NameCoding letters = new NameCoding(List.of("a", "b", "c", "d", "e"), counts, 3);
    ColumnKind kind = new ColumnKind.Categorical();
    TableColumn letter = new TableColumn("letter", kind, letters, 0);
    TableSchema schema = new TableSchema(List.of(hour, letter), List.of());
    float[][] rows = new float[60][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {(float) (hour.kind().cycle().orElseThrow() * i / 80), i % 7 % 6};
    }
    Data data = Data.of(rows);
    Strangeness strangeness = Strangeness.ofParts(schema, List.of(data.slice(0, 50)), 0).get(0);
    try (Workbench bench = Workbench.float32()) {
      Operand<TBool> suits = bench.tf().fill(bench.tf().array(60), bench.tf().constant(true));
      StrangenessGraph graph =
          strangeness.graph(
              bench.tf(),
              new StrangenessGraph.Input(
                  bench.tf().constant(StdArrays.ndCopyOf(rows)), List.of(suits, suits)),
              Optional.empty());
      requireEqual(strangeness.of(data), bench, graph.strangeness());
      for (int i = 0; i < 2; i++) {
        requireEqual(strangeness.shares(data).get(i), bench, graph.shares().get(i));
      }
    }
  }

  private static void requireEqual(float[] expected, Workbench bench, Operand<TFloat32> found) {
    double[] entries = bench.fetch(bench.scope().expr(found), Map.of()).entries();
    assertEquals(expected.length, entries.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], entries[i], 1e-4, "row " + i);
    }
  }

  @Test
  void refusesTheTextOfOtherColumns() throws IOException {
    Learned learned = Learned.from(TableFit.of(source(rows(500, 1))));
    TableSchema other = TableFit.of(source(rows(500, 1))).without("hour").parts().table().schema();
    assertThrows(
        IllegalArgumentException.class, () -> Strangeness.parse(other, learned.strangeness.text()));
    assertThrows(IllegalArgumentException.class, () -> Strangeness.parse(other, "x y"));
  }
}
