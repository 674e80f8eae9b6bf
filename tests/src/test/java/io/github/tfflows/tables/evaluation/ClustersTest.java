package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClustersTest {
  private static final double RATE = 0.01;

  /** Rows of groups: a value for each row, and the number of its group. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record GroupedValues(float[] values, float[] groups) {
    static GroupedValues of(Random random, int groups, int most, String column) {
      List<Float> values = new ArrayList<>();
      List<Float> numbers = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        double trait = random.nextGaussian();
        for (int row = random.nextInt(most); row < most; row++) {
          values.add((float) value(random, trait, column));
          numbers.add((float) group);
        }
      }
      return new GroupedValues(floats(values), floats(numbers));
    }

    private static double value(Random random, double trait, String column) {
      return switch (column) {
        case "of groups" -> trait;
        case "independent" -> random.nextGaussian();
        case "gaps" -> random.nextGaussian() < trait - 1 ? Double.NaN : random.nextGaussian();
        case "rare gaps" -> trait > 2 ? Double.NaN : random.nextGaussian();
        case "names" -> Math.floor(Math.abs(2 * trait + 0.5 * random.nextGaussian()));
        default -> trait + random.nextGaussian();
      };
    }

    ColumnProfile profile(String column) {
      ColumnProfile profile =
          column.equals("names")
              ? ColumnProfile.ofNames(8, values)
              : ColumnProfile.ofNumbers(values);
      return profile.grouped(values, groups);
    }

    double pValue(ColumnProfile profile) {
      return profile.with(values, Clusters.size(groups)).pValue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shared, 15, 30",
    "shared, 150, 30",
    "shared, 60, 1",
    "of groups, 60, 30",
    "independent, 60, 30",
    "gaps, 60, 30",
    "rare gaps, 60, 30",
    "names, 60, 30",
    "names, 15, 30"
  })
  void falseAlarmsAreAsRareInNewGroups(String column, int groups, int newGroups) {
    Random random = new Random(1);
    int trials = 1_000;
    int alarms = 0;
    for (int i = 0; i < trials; i++) {
      ColumnProfile profile = GroupedValues.of(random, groups, 30, column).profile(column);
      GroupedValues after = GroupedValues.of(random, newGroups, 30, column);
      alarms += after.pValue(profile) <= RATE ? 1 : 0;
    }
    double deviation = Math.sqrt(RATE * (1 - RATE) / trials);
    assertTrue(alarms <= (RATE + 4 * deviation) * trials, alarms + " alarms");
  }

  @Test
  void rowsThatCountByThemselvesWouldBeCalledChanged() {
    Random random = new Random(1);
    int alarms = 0;
    for (int i = 0; i < 100; i++) {
      GroupedValues before = GroupedValues.of(random, 150, 30, "shared");
      GroupedValues after = GroupedValues.of(random, 30, 30, "shared");
      ColumnProfile alone = ColumnProfile.ofNumbers(before.values);
      alarms += alone.with(after.values, 1).pValue() <= RATE ? 1 : 0;
    }
    assertTrue(alarms > 50, alarms + " of 100");
  }

  @Test
  void rowsInGroupsNeedAProfileOfGroups() {
    ColumnProfile profile = ColumnProfile.ofNumbers(new float[] {1, 2, 3});
    Expect.rejected("the profile has no groups", () -> profile.with(new float[] {1, 2}, 2));
  }

  @Test
  void aShiftOfADeviationShowsInSixtyGroups() {
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < 100; i++) {
      ColumnProfile profile = GroupedValues.of(random, 60, 30, "shared").profile("shared");
      GroupedValues after = GroupedValues.of(random, 60, 30, "shared");
      for (int row = 0; row < after.values.length; row++) {
        after.values[row] += (float) Math.sqrt(2);
      }
      found += after.pValue(profile) <= 0.001 ? 1 : 0;
    }
    assertTrue(found > 90, found + " of 100");
  }

  @Test
  void correlationsAreThoseOfTheModel() {
    GroupedValues values = GroupedValues.of(new Random(1), 3_000, 30, "shared");
    Clusters clusters = values.profile("shared").clusters();
    assertEquals(3_000, clusters.count());
    assertEquals(20.3, clusters.size(), 0.3); // (30 + 1) (2 · 30 + 1) / 6 over (30 + 1) / 2
    assertEquals(0.48, clusters.correlations().get(1), 0.03); // of ranks: 6 / π · asin(1 / 4)
  }

  @Test
  void aProfileOfGroupsIsReadAsItWasWritten() {
    ColumnProfile profile = GroupedValues.of(new Random(1), 15, 30, "gaps").profile("gaps");
    assertEquals(profile, ColumnProfile.parse(profile.text()));
  }

  private static float[] floats(List<Float> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i);
    }
    return floats;
  }
}
