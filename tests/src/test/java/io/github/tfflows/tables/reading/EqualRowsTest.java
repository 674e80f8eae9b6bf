package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows that are equal, by chance or as copies. */
class EqualRowsTest {
  private final Random random = new Random(1);

  private static Data rows(int count, IntFunction<float[]> row) {
    return Data.of(IntStream.range(0, count).mapToObj(row).toArray(float[][]::new));
  }

  private float[] row(int ignored) {
    float x = round(random.nextGaussian(), 1_000);
    return new float[] {x, round(x + random.nextGaussian(), 1_000), random.nextInt(3)};
  }

  private float[] coarse() {
    float x = round(random.nextGaussian(), 10);
    return new float[] {x, round(x + random.nextGaussian(), 10), random.nextInt(3)};
  }

  private static float round(double value, int steps) {
    return (float) (Math.rint(value * steps) / steps);
  }

  private static Data twice(Data rows) {
    return rows.followedBy(rows);
  }

  @Test
  void copiesOfRowsAreFound() {
    EqualRows all = new EqualRows(twice(rows(500, this::row)));
    assertTrue(all.areCopies());
    assertTrue(Math.abs(all.count() - 500) < 3, "few by chance: " + all.count());
    Data rare = rows(20, this::row);
    Data more = rows(1_000, this::row);
    for (int i = 0; i < 15; i++) {
      more = more.followedBy(rare);
    }
    assertTrue(new EqualRows(more).areCopies(), "rare rows, fifteen times each");
  }

  /** Of many rows, a sample is compared. */
  @Test
  void copiesAmongManyRowsAreFound() {
    assertTrue(new EqualRows(twice(rows(120_000, i -> new float[] {i, -i}))).areCopies());
    assertFalse(new EqualRows(rows(240_000, i -> coarse())).areCopies());
    assertFalse(new EqualRows(rows(240_000, i -> new float[] {i, -i})).areCopies());
  }

  @Test
  void copiesInTheContextAreLookedAt() {
    Data apart = Data.of(new float[200][1], rows(200, i -> new float[] {i}).x().toArrays());
    assertEquals(0, new EqualRows(apart).count());
    assertEquals(200, new EqualRows(twice(apart)).count());
  }

  @Test
  void rowsThatAreEqualByChanceAreNoCopies() {
    for (IntFunction<float[]> row :
        List.<IntFunction<float[]>>of(
            i -> coarse(),
            i -> new float[] {i, -i}, // distinct
            i -> new float[] {random.nextInt(4), random.nextInt(2), random.nextInt(2)},
            i -> new float[] {random.nextInt(50) == 0 ? 1 : 0, random.nextInt(50) == 0 ? 1 : 0},
            i -> new float[] {round(random.nextGaussian(), 50)}, // one column
            i -> random.nextInt(3) == 0 ? new float[4] : new float[] {i, 2 * i, 3 * i, 1})) {
      Data rows = rows(2_000, row);
      assertFalse(new EqualRows(rows).areCopies(), rows.x().values()[0] + "");
    }
    assertFalse(new EqualRows(Data.none()).areCopies());
    Data distinct = rows(300, i -> new float[] {i, -i});
    assertFalse(new EqualRows(distinct.followedBy(distinct.slice(0, 5))).areCopies(), "five");
  }

  private List<String> notes(TableFit fit) throws IOException {
    return fit.parts().table().notes();
  }

  @Test
  void fitsNoteCopies() throws IOException {
    TableSource copied =
        Tables.of("site,x,y", 400, i -> List.of(i % 200, Math.sin(i % 200), Math.cos(7 * i % 200)));
    TableFit fit = TableFit.of(copied);
    String note = notes(fit.without("site")).get(0);
    assertTrue(note.startsWith("200 rows equal an earlier one, more than by chance"), note);
    assertEquals(List.of(), notes(fit.groupedBy("site")));
  }
}
