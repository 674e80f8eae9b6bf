package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The records of files in TensorFlow's TFRecord format. */
public final class Records {
  /** Returns the contents of the records of a file, whose checksums are right. */
  public static List<byte[]> of(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      byte[] record = new byte[Math.toIntExact(bytes.getLong(bytes.position() - 8))];
      assertEquals(checksum(length), bytes.getInt());
      bytes.get(record);
      assertEquals(checksum(record), bytes.getInt());
      records.add(record);
    }
    return records;
  }

  /** CRC-32C, rotated right by 15 bits, plus a constant, modulo 2³². */
  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) ((crc.getValue() >>> 15 | crc.getValue() << 17) + 0xa282ead8L);
  }

  private Records() {}
}
