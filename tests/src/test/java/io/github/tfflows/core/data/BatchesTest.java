package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BatchesTest {
  private static Data numbered(int from, int to) {
    float[][] rows = new float[to - from][1];
    float[][] context = new float[to - from][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = from + i;
      context[i][0] = -(from + i);
    }
    return Data.of(rows, context);
  }

  @Test
  void everyRowComesOnceAPassAndTheRestGoesOver() {
    try (Batches batches = new Batches(DataSource.of(numbered(0, 10)), 4, 1)) {
      int[] seen = new int[10];
      for (int i = 0; i < 5; i++) { // 5 batches of 4 are two passes of 10
        for (float value : batches.next().x().values()) {
          seen[(int) value]++;
        }
      }
      assertEquals(20, Arrays.stream(seen).sum());
      assertEquals(2, batches.epoch());
      assertTrue(Arrays.stream(seen).allMatch(count -> count >= 1 && count <= 3));
    }
  }

  @Test
  void contextsStayWithTheirRows() {
    try (Batches batches = new Batches(DataSource.of(numbered(0, 100)), 32, 1)) {
      Data batch = batches.next();
      for (int i = 0; i < 32; i++) {
        assertEquals(-batch.x().values()[i], batch.context().values()[i]);
      }
    }
  }

  @Test
  void rowsAreShuffledBySeed() {
    DataSource source = DataSource.of(numbered(0, 50));
    try (Batches one = new Batches(source, 50, 1);
        Batches same = new Batches(source, 50, 1);
        Batches other = new Batches(source, 50, 2)) {
      float[] first = one.next().x().values();
      assertArrayEquals(first, same.next().x().values());
      assertFalse(Arrays.equals(first, other.next().x().values()));
      assertFalse(Arrays.equals(first, one.next().x().values()));
    }
  }

  @Test
  void smallPiecesAreShuffledTogether() {
    DataSource source =
        epoch -> IntStream.range(0, 100).mapToObj(i -> numbered(10 * i, 10 * i + 10));
    try (Batches batches = new Batches(source, 10, 1)) {
      float[] batch = batches.next().x().values();
      float spread =
          IntStream.range(0, 10).mapToObj(i -> batch[i]).max(Float::compare).orElseThrow()
              - IntStream.range(0, 10).mapToObj(i -> batch[i]).min(Float::compare).orElseThrow();
      assertTrue(spread > 100, "ten neighbouring rows: " + Arrays.toString(batch));
    }
  }

  @Test
  void aPositionIsFoundAgain() {
    DataSource source =
        epoch -> IntStream.range(0, 9).mapToObj(i -> numbered(i * i, (i + 1) * (i + 1)));
    for (int taken = 1; taken < 40; taken++) {
      try (Batches all = new Batches(source, 7, 1);
          Batches later = new Batches(source, 7, 1)) {
        for (int i = 0; i < taken; i++) {
          Data unused = all.next();
        }
        Data unused = later.next();
        later.seek(all.position());
        for (int i = 0; i < 30; i++) {
          assertEquals(all.next(), later.next());
          assertEquals(all.epoch(), later.epoch());
        }
      }
    }
  }

  @Timeout(30)
  @Test
  void endlessEmptyPiecesAreAnErrorAndNotAHang() {
    Data none = numbered(0, 1).slice(0, 0);
    DataSource endless = epoch -> Stream.generate(() -> none);
    try (Batches batches = new Batches(endless, 2, 1)) {
      Expect.rejected("100,000 consecutive pieces without rows", batches::next);
    }
  }

  @Test
  void fewerRowsThanABatchAreRepeated() {
    try (Batches batches = new Batches(DataSource.of(numbered(0, 3)), 8, 1)) {
      assertEquals(8, batches.next().count());
    }
  }

  @Test
  void dequantizationStaysWithinItsWidthAndIsFreshInEveryPass() {
    DataSource noisy = DataSource.of(numbered(0, 1000)).dequantized(new float[] {1}, 5);
    float[] first = pass(noisy, 0);
    float[] second = pass(noisy, 1);
    assertArrayEquals(first, pass(noisy, 0));
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      assertEquals(i, first[i], 0.5001);
      assertNotEquals(first[i], second[i]);
      sum += first[i] - i;
    }
    assertEquals(0, sum / first.length, 4 * Math.sqrt(1 / 12.0 / first.length));
    Expect.rejected(
        "got 2", () -> pass(DataSource.of(numbered(0, 1)).dequantized(new float[2], 0), 0));
  }

  @Test
  void noiseOfDifferentSeedsEpochsAndPiecesDiffers() {
    float[] width = {1};
    Data zeros = Data.of(new float[10][1]);
    DataSource pieces = epoch -> Stream.of(zeros, zeros);
    Set<Float> firsts = new HashSet<>();
    for (long seed : new long[] {0, 1, 31, 1_000_003}) {
      firsts.add(zeros.dequantized(width, seed).x().values()[0]);
      for (int epoch = 0; epoch < 2; epoch++) {
        pieces
            .dequantized(width, seed)
            .pass(epoch)
            .forEach(piece -> firsts.add(piece.x().values()[0]));
      }
    }
    assertEquals(20, firsts.size());
    Expect.rejected("NaN", () -> zeros.dequantized(new float[] {Float.NaN}, 0));
    Expect.rejected("-1.0", () -> zeros.dequantized(new float[] {-1}, 0));
  }

  private static float[] pass(DataSource source, int epoch) {
    try (Stream<Data> pieces = source.pass(epoch)) {
      return pieces.findFirst().orElseThrow().x().values();
    }
  }
}
