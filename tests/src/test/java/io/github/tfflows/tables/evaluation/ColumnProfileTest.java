package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.evaluation.ColumnProfile.Agreement;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** False alarms of the test of drift, and its power. */
class ColumnProfileTest {
  private static final int REFERENCE = 1_000;
  private static final int ROWS = 500;

  private static float[] values(Random random, int rows, ToDoubleFunction<Random> value) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) value.applyAsDouble(random);
    }
    return values;
  }

  private static ToDoubleFunction<Random> column(String name) {
    return switch (name) {
      case "normal" -> Random::nextGaussian;
      case "skewed with gaps" ->
          random -> random.nextInt(5) == 0 ? Double.NaN : Math.exp(2 * random.nextGaussian());
      case "counts" -> random -> Math.floor(-Math.log(random.nextDouble()));
      case "constant" -> random -> 3;
      case "nearly constant" -> random -> random.nextInt(1_000) == 0 ? 4 : 3;
      case "few gaps" -> random -> random.nextInt(1_000) == 0 ? Double.NaN : random.nextGaussian();
      case "two names" -> random -> random.nextInt(4) == 0 ? 0 : 1;
      default -> random -> Math.floor(20 * Math.pow(random.nextDouble(), 3)); // many names
    };
  }

  private static ColumnProfile profile(String name, Random random) {
    float[] values = values(random, REFERENCE, column(name));
    return name.endsWith("names")
        ? ColumnProfile.ofNames(20, values)
        : ColumnProfile.ofNumbers(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal",
        "skewed with gaps",
        "few gaps",
        "counts",
        "constant",
        "nearly constant",
        "two names",
        "many names"
      })
  void falseAlarmsAreAsRareAsTheirRate(String name) {
    Random random = new Random(name.hashCode());
    int trials = 2_000;
    int alarms = 0;
    for (int i = 0; i < trials; i++) {
      ColumnProfile profile = profile(name, random);
      alarms += profile.with(values(random, ROWS, column(name))).pValue() <= 0.05 ? 1 : 0;
    }
    double expected = name.endsWith("constant") ? 0 : 0.05;
    double deviation = Math.sqrt(0.05 * 0.95 / trials);
    assertEquals(expected, (double) alarms / trials, 4 * deviation);
  }

  @Test
  void aFifthOfADeviationShowsInAThousandRows() {
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      ColumnProfile profile = ColumnProfile.ofNumbers(values(random, 3_000, Random::nextGaussian));
      Agreement moved = profile.with(values(random, 1_000, of -> of.nextGaussian() + 0.2));
      found += moved.pValue() <= 0.001 ? 1 : 0;
      assertEquals(0.556, moved.higher(), 0.06); // Φ(0.2 / √2)
    }
    assertTrue(found > 160, found + " of 200");
  }

  @Test
  void widthsAndGapsAndNamesShowToo() {
    Random random = new Random(1);
    ColumnProfile normal = profile("normal", random);
    assertTrue(normal.with(values(random, ROWS, of -> 1.4 * of.nextGaussian())).pValue() < 1e-4);
    ToDoubleFunction<Random> gaps = of -> of.nextInt(20) == 0 ? Double.NaN : of.nextGaussian();
    Agreement missing = normal.with(values(random, ROWS, gaps));
    assertTrue(missing.pValue() < 1e-4 && missing.missing() > 0.02, missing.toString());
    ColumnProfile names = profile("two names", random);
    assertTrue(names.with(values(random, ROWS, of -> of.nextInt(5) == 0 ? 25 : 1)).pValue() < 1e-9);
    assertEquals(1, normal.with(new float[0]).pValue());
    ColumnProfile constant = profile("constant", random);
    assertTrue(constant.with(values(random, ROWS, of -> 5)).pValue() < 1e-9, "another constant");
    assertTrue(constant.with(values(random, ROWS, of -> 2)).pValue() < 1e-9, "another constant");
  }

  @Test
  void changesOfAllRowsShowBesideFewOfTheFit() {
    Random random = new Random(1);
    ColumnProfile normal = ColumnProfile.ofNumbers(values(random, 40, Random::nextGaussian));
    assertTrue(normal.with(values(random, 1_000, of -> 9)).pValue() < 1e-9, "higher");
    assertTrue(normal.with(values(random, 1_000, of -> Double.NaN)).pValue() < 1e-9, "missing");
    float[] names = values(random, 40, column("two names"));
    ColumnProfile known = ColumnProfile.ofNames(2, names);
    assertTrue(known.with(values(random, 1_000, of -> 7)).pValue() < 1e-9, "unseen");
    ColumnProfile one = ColumnProfile.ofNames(2, new float[40]);
    assertTrue(one.with(values(random, 1_000, of -> 1)).pValue() < 1e-9, "another name");
    int alarms = 0;
    for (int i = 0; i < 2_000; i++) {
      ColumnProfile few = ColumnProfile.ofNumbers(values(random, 40, Random::nextGaussian));
      alarms += few.with(values(random, 1_000, Random::nextGaussian)).pValue() <= 0.05 ? 1 : 0;
    }
    assertEquals(0.05, alarms / 2_000.0, 4 * Math.sqrt(0.05 * 0.95 / 2_000));
  }

  @Test
  void equalValuesAgreeWhollyAndShiftedOnesAreHigher() {
    float[] counts = values(new Random(1), REFERENCE, column("counts"));
    ColumnProfile profile = ColumnProfile.ofNumbers(counts);
    assertEquals(0.5, profile.with(counts).higher(), 1e-12);
    assertEquals(1, profile.with(counts).pValue(), 1e-12);
    assertEquals(1, ColumnProfile.ofNumbers(new float[] {1, 2}).with(new float[] {3}).higher());
  }

  @Test
  void aProfileIsReadAsItWasWritten() {
    ColumnProfile profile = profile("skewed with gaps", new Random(1));
    assertEquals(profile, ColumnProfile.parse(profile.text()));
    ColumnProfile names = profile("two names", new Random(1));
    assertEquals(names, ColumnProfile.parse(names.text()));
  }
}
