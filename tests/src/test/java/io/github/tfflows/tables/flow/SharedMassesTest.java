package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.Coding;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers that rows share within a group, and among groups. */
class SharedMassesTest {
  private static final int SCHOOLS = 60;

  /**
   * Sixty students of each school. Each school has a size, a date and a share of its own; the fees
   * of every fourth school are zero, and one has a code in place of its size.
   */
  private static TableSource students() {
    return students(SCHOOLS);
  }

  private static TableSource students(int count) {
    Random random = new Random(3);
    List<List<Object>> schools =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    List.<Object>of(
                        i,
                        i == 7 ? 99_999 : 40 + random.nextInt(900),
                        LocalDate.of(1900, 1, 1).plusDays(random.nextInt(40_000)),
                        "%.5f".formatted(random.nextDouble()),
                        i % 4 == 0 ? "0" : "%.2f".formatted(50 + 900 * random.nextDouble()),
                        i % 3))
            .toList();
    return Tables.of(
        "school,size,opened,share,fees,floors,score",
        60 * count,
        i -> {
          List<Object> school = schools.get(i % count);
          return Stream.concat(school.stream(), Stream.of("%.4f".formatted(random.nextGaussian())))
              .toList();
        });
  }

  private static Coding coding(FitParts parts, String column) {
    return parts.table().schema().modelled().stream()
        .filter(each -> each.name().equals(column))
        .map(TableColumn::coding)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void areThoseOfSeveralGroups() throws IOException {
    FitParts alone = TableFit.of(students()).without("school").parts();
    for (String column : List.of("size", "opened", "share", "fees")) {
      assertTrue(coding(alone, column).masses().size() > 10, column);
    }
    FitParts grouped = TableFit.of(students()).groupedBy("school").parts();
    assertEquals(List.of(99_999.0), coding(grouped, "size").masses(), "far from all others");
    assertEquals(List.of(), coding(grouped, "opened").masses());
    assertEquals(List.of(), coding(grouped, "share").masses());
    assertEquals(List.of(0.0), coding(grouped, "fees").masses());
    assertEquals(List.of(0.0, 1.0, 2.0), coding(grouped, "floors").masses(), "few values");
  }

  @Test
  void amongFewGroupsACodeOfOneStays() throws IOException {
    FitParts few = TableFit.of(students(20)).groupedBy("school").parts();
    assertEquals(List.of(99_999.0), coding(few, "size").masses());
  }

  /** Draws are clipped to the range of the numbers that are no point masses. */
  @Test
  void rangesReachTheOtherNumbers() throws IOException {
    NumberCoding alone =
        (NumberCoding) coding(TableFit.of(students()).without("school").parts(), "share");
    NumberCoding grouped =
        (NumberCoding) coding(TableFit.of(students()).groupedBy("school").parts(), "share");
    DoubleStream all = alone.masses().stream().mapToDouble(mass -> mass);
    assertEquals(
        DoubleStream.concat(all, DoubleStream.of(alone.range().low())).min().orElseThrow(),
        grouped.range().low());
  }

  /** Distances of schools, each of its own, and rents, of which there are forty. */
  @Test
  void drawsSnapToNumbersOfSeveralGroups() throws IOException {
    Random random = new Random(5);
    double[] rents = random.doubles(40).map(x -> x * x).toArray();
    double[] distances = random.doubles(200).toArray();
    TableSource pupils =
        Tables.of(
            "school,distance,rent",
            20 * distances.length,
            i -> {
              int school = i % distances.length;
              return List.of(school, distances[school], rents[school % rents.length]);
            });
    FitParts alone = TableFit.of(pupils).withRepeats(Repeats.MASS).without("school").parts();
    assertEquals(distances.length, lattice(alone, "distance").shared().size());
    FitParts grouped = TableFit.of(pupils).groupedBy("school").parts();
    assertEquals(Lattice.NONE, lattice(grouped, "distance"));
    List<Double> sorted = DoubleStream.of(rents).sorted().boxed().toList();
    assertEquals(sorted, lattice(grouped, "rent").shared());
  }

  private static Lattice lattice(FitParts parts, String column) {
    return ((NumberCoding) coding(parts, column)).lattice();
  }

  /** Scores of pupils, which differ from school to school, and thus from size to size. */
  @Test
  void sizesOfGroupsAreNoLevels() throws IOException {
    Random random = new Random(4);
    double[] means = random.doubles(SCHOOLS, 0, 9).toArray();
    TableSource pupils =
        Tables.of(
            "school,size,late,score",
            60 * SCHOOLS,
            i ->
                List.of(
                    i % SCHOOLS,
                    70 * (i % SCHOOLS) % 181, // all different
                    random.nextBoolean() ? "0" : random.nextDouble(),
                    means[i % SCHOOLS] + random.nextGaussian()));
    FitParts grouped = TableFit.of(pupils).groupedBy("school").parts();
    TableSchema schema = grouped.table().schema();
    assertEquals(List.of(), coding(grouped, "size").masses());
    assertEquals(Optional.empty(), new Levels(schema, grouped.rows()).of(schema.place("size")));
    Data ungrouped = Data.of(grouped.rows().x());
    assertTrue(new Levels(schema, ungrouped).of(schema.place("size")).isPresent());
  }

  private static WeightedNumbers numbers(float[] values, float[] weights, int... groups) {
    Data rows = Data.of(Rows.of(values, 1)).weighted(weights).grouped(groups);
    return WeightedNumbers.of(rows, rows.x(), new RowLayout(1, List.of()), 0);
  }

  @Test
  void numbersThatGroupsRepeatCountOnce() {
    double[] ofGroups = {5, 5, 7, 8, 9, 11};
    float[] values = new float[120];
    float[] weights = new float[values.length];
    int[] groups = new int[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      groups[i] = i % ofGroups.length;
      values[i] = (float) ofGroups[groups[i]];
      weights[i] = i + 1;
      sum += values[i] * weights[i];
    }
    WeightedNumbers numbers = numbers(values, weights, groups);
    double[] sorted = numbers.values().clone();
    Arrays.sort(sorted);
    assertArrayEquals(ofGroups, sorted);
    assertEquals(sum / (60 * 121), numbers.mean(x -> x), 1e-6);
  }

  @Test
  void groupsOfOneRowDoNotTellWhetherOthersRepeatNumbers() {
    Random random = new Random(1);
    float[] values = new float[400];
    float[] weights = new float[values.length];
    int[] groups = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      weights[i] = 1;
      groups[i] = i < 300 ? i : 300 + i % 5;
      values[i] = i < 300 ? random.nextInt(50) : i % 5;
    }
    assertEquals(305, numbers(values, weights, groups).values().length);
  }

  /** The rows of ten months, which share few values by chance. */
  @Test
  void numbersThatDifferWithinGroupsCountForEachRow() {
    Random random = new Random(1);
    float[] values = new float[2_000];
    float[] weights = new float[values.length];
    int[] months = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(30);
      weights[i] = 1;
      months[i] = i / 200;
    }
    assertEquals(values.length, numbers(values, weights, months).values().length);
  }
}
