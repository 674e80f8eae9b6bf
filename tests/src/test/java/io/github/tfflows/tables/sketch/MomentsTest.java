package io.github.tfflows.tables.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  private static final int VALUES = 300;

  private static Moments of(double... values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    return moments;
  }

  @Test
  void areThoseOfTheValues() {
    Moments moments = of(1, 2, 2, 7);
    assertEquals(3, moments.mean(), 1e-15);
    assertEquals(Math.sqrt(22 / 4.0), moments.deviation(), 1e-15);
    assertEquals(54 / 4.0 / Math.pow(22 / 4.0, 1.5), moments.skewness(), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 150, VALUES - 1, VALUES})
  void ofTwoPartsAreThoseOfAllValues(int cut) {
    Random random = new Random(5);
    Moments whole = new Moments();
    Moments first = new Moments();
    Moments second = new Moments();
    for (int i = 0; i < VALUES; i++) {
      double x = Math.exp(random.nextGaussian()) + (i < 100 ? 0 : 4);
      whole.add(x);
      (i < cut ? first : second).add(x);
    }
    first.append(second);
    assertEquals(whole.mean(), first.mean(), 1e-12);
    assertEquals(whole.deviation(), first.deviation(), 1e-12);
    assertEquals(whole.skewness(), first.skewness(), 1e-12);
  }

  @Test
  void ofEqualValuesHaveNoDeviation() {
    Moments moments = new Moments();
    moments.append(new Moments());
    for (int part = 0; part < 7; part++) {
      moments.append(of(0.1, 0.1, 0.1));
    }
    assertEquals(0.1, moments.mean());
    assertEquals(0, moments.deviation());
  }
}
