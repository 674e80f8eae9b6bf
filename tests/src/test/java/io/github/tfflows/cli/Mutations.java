package io.github.tfflows.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Damage to the bytes of a file, at random by a seed. */
final class Mutations {
  private static final List<Integer> SIZES =
      List.of(0, 1, -1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 1 << 28);
  private static final List<String> CELLS =
      List.of("\"", ",", "\n", "\0", "\ufeff", "1e999", "-1e-999", "NaN", "=1+1", "9".repeat(400));

  private final Random random;
  private final List<UnaryOperator<byte[]>> all =
      List.of(
          this::cut,
          this::flipped,
          this::withSize,
          this::withDigits,
          this::withoutSpan,
          this::withSpanTwice,
          this::withCell,
          this::withNoise,
          this::withLongCell,
          this::swapped);

  Mutations(long seed) {
    this.random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** Returns the bytes with one to three kinds of damage. */
  byte[] of(byte[] bytes) {
    byte[] damaged = bytes;
    for (int i = random.nextInt(3); i >= 0; i--) {
      damaged = all.get(random.nextInt(all.size())).apply(damaged);
    }
    return damaged;
  }

  private int place(byte[] bytes) {
    return random.nextInt(bytes.length + 1);
  }

  private byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, place(bytes));
  }

  private byte[] flipped(byte[] bytes) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  /** A number of four bytes, as a length in a header or a footer. */
  private byte[] withSize(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return bytes;
    }
    byte[] damaged = bytes.clone();
    boolean begin = random.nextBoolean();
    int room = Math.min(bytes.length - Integer.BYTES + 1, 200);
    int at = random.nextInt(room);
    ByteBuffer.wrap(damaged)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(
            begin ? at : bytes.length - Integer.BYTES - at,
            SIZES.get(random.nextInt(SIZES.size())));
    return damaged;
  }

  /** Other digits, which make the text of a header lie. */
  private byte[] withDigits(byte[] bytes) {
    byte[] damaged = bytes.clone();
    int from = place(bytes) / (1 + random.nextInt(20));
    for (int i = from, left = 1 + random.nextInt(3); i < damaged.length && left > 0; i++) {
      if (damaged[i] >= '0' && damaged[i] <= '9') {
        damaged[i] = (byte) ('0' + random.nextInt(10));
        left--;
      }
    }
    return damaged;
  }

  private byte[] withoutSpan(byte[] bytes) {
    int from = place(bytes);
    int to = Math.min(bytes.length, from + random.nextInt(64));
    return joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
  }

  private byte[] withSpanTwice(byte[] bytes) {
    int from = place(bytes);
    int to = Math.min(bytes.length, from + random.nextInt(2000));
    return joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private byte[] withCell(byte[] bytes) {
    String cell = CELLS.get(random.nextInt(CELLS.size()));
    return inserted(bytes, cell.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] withNoise(byte[] bytes) {
    byte[] noise = new byte[random.nextInt(100)];
    random.nextBytes(noise);
    return inserted(bytes, noise);
  }

  private byte[] withLongCell(byte[] bytes) {
    byte[] cell = new byte[random.nextInt(200_000)];
    Arrays.fill(cell, (byte) (random.nextBoolean() ? 'x' : ','));
    return inserted(bytes, cell);
  }

  private byte[] swapped(byte[] bytes) {
    int middle = place(bytes);
    return joined(Arrays.copyOfRange(bytes, middle, bytes.length), Arrays.copyOf(bytes, middle));
  }

  private byte[] inserted(byte[] bytes, byte[] more) {
    int at = place(bytes);
    return joined(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
