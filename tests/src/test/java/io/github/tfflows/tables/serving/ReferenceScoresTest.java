package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class ReferenceScoresTest {
  private static final float INFINITE = Float.NEGATIVE_INFINITY;

  @Test
  void countsTheRowsThatAreNoMoreLikely() {
    ReferenceScores scores = ReferenceScores.of(new float[] {3, 1, 2, 0});
    assertEquals(0.2, scores.pValue(-1));
    assertEquals(0.4, scores.pValue(0));
    assertEquals(0.4, scores.pValue(0.5));
    assertEquals(0.8, scores.pValue(2));
    assertEquals(1, scores.pValue(3));
    assertEquals(1, scores.pValue(Double.POSITIVE_INFINITY));
  }

  /** Otherwise a row without a density would be the most likely row, or have no p-value. */
  @Test
  void rowsWithoutADensityAreTheLeastLikely() {
    ReferenceScores scores = ReferenceScores.of(new float[] {1, Float.NaN, 2, INFINITE});
    assertEquals(0.6, scores.pValue(INFINITE));
    assertEquals(0.6, scores.pValue(Double.NaN));
    assertEquals(0.6, scores.pValue(0.9));
    assertEquals(0.2, ReferenceScores.of(new float[] {1, 2, 3, 4}).pValue(INFINITE));
  }

  /** Of 50,000 scores a thousand are stored; the lowest 500 stay exact. */
  @Test
  void storesTheLowestScoresOfManyExactly() {
    Random random = new Random(1);
    float[] scores = new float[50_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextGaussian();
    }
    ReferenceScores stored = ReferenceScores.parse(ReferenceScores.of(scores).text());
    assertEquals(50_000, stored.count());
    Arrays.sort(scores);
    for (int rank : new int[] {0, 7, 499}) {
      assertEquals((rank + 2) / 50_001.0, stored.pValue(scores[rank]), 1e-12);
    }
    for (int rank : new int[] {5_000, 25_000, 49_999}) {
      assertEquals((rank + 2) / 50_001.0, stored.pValue(scores[rank]), 1e-3);
    }
  }

  /** For new rows of the same population, p-values are uniform. */
  @Test
  void aShareOfNewRowsAsLargeAsAskedForIsBelowARate() {
    Random random = new Random(2);
    int alarms = 0;
    for (int i = 0; i < 400; i++) {
      float[] scores = new float[199];
      for (int k = 0; k < scores.length; k++) {
        scores[k] = (float) random.nextGaussian();
      }
      ReferenceScores reference = ReferenceScores.of(scores);
      for (int k = 0; k < 50; k++) {
        alarms += reference.pValue(random.nextGaussian()) <= 0.05 ? 1 : 0;
      }
    }
    assertEquals(
        0.05, alarms / 20_000.0, 3.5 * Math.sqrt(0.05 * 0.95 * (1 / 200.0 + 1 / 50.0) / 400));
  }

  @Test
  void aGraphCountsAlike() {
    Random random = new Random(4);
    float[] scores = new float[3_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.rint(10 * random.nextGaussian()) / 2; // with ties
    }
    scores[0] = Float.NEGATIVE_INFINITY;
    float[] asked = Arrays.copyOf(scores, 400);
    asked[0] = Float.NaN;
    asked[1] = INFINITE;
    asked[2] = Float.POSITIVE_INFINITY;
    asked[3] = 0.3f;
    ReferenceScores reference = ReferenceScores.of(scores);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> found = reference.pValues(tf, tf.constant(asked));
      try (Result result = session.runner().fetch(found).run()) {
        TFloat32 pValues = (TFloat32) result.get(0);
        for (int i = 0; i < asked.length; i++) {
          assertEquals(reference.pValue(asked[i]), pValues.getFloat(i), 1e-6, "of " + asked[i]);
        }
      }
    }
  }

  @Test
  void refusesTextThatIsCut() {
    String text = ReferenceScores.of(new float[] {1, 2, 3}).text();
    assertTrue(text.startsWith("3 "), text);
    Expect.rejected(
        "expected the stored log-densities of 3 rows, got 2",
        () -> ReferenceScores.parse(text.substring(0, text.lastIndexOf(' '))));
  }

  @Test
  void damagedTextIsNamedWithItsPlace() {
    Expect.rejected(
        "expected the number of rows in the model's reference scores, got \"two\"",
        () -> ReferenceScores.parse("two -1.5 -0.5"));
    Expect.rejected(
        "expected a log-density at place 2 in the model's reference scores, got \"high\"",
        () -> ReferenceScores.parse("2 -1.5 high"));
  }
}
