package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of files with types, and without, that equal an earlier one. */
class RepeatedRowsTest {
  @TempDir Path folder = Path.of("");

  private TableSource array(double... numbers) throws IOException {
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, 2), }"
            .formatted(numbers.length / 2);
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.UTF_8))
        .put((byte) 1)
        .put((byte) 0);
    bytes.putShort((short) text.length).put(text);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    Path file = Files.write(folder.resolve("a.npy"), bytes.array());
    return TableFiles.open(file.toString(), SourceOptions.defaults());
  }

  @Test
  void numbersOfZeroAreEqualAndSoAreMissingOnes() throws IOException {
    double[] numbers = {0.0, 1, -0.0, 1, 1, 0, Double.NaN, 2, Double.NaN, 2, 0.1, 0.2, 0.1, 0.3};
    assertEquals(2, RepeatedRows.count(array(numbers), 0, 1));
    assertEquals(3, RepeatedRows.count(array(numbers), 0));
  }

  @Test
  void wholeNumbersOfAGridDiffer() throws IOException {
    int size = 300;
    double[] numbers =
        IntStream.range(0, 2 * size * size)
            .map(i -> i % 2 == 0 ? i / (2 * size) : i / 2 % size)
            .asDoubleStream()
            .toArray();
    assertEquals(0, RepeatedRows.count(array(numbers), 0, 1));
  }

  @Test
  void textsAreComparedAsTheyAreWritten() throws IOException {
    Path file = Tables.file(folder, "t.csv", "x,y", "1,a", "1.0,a", "NA,a", ",a", "1,a");
    TableSource source = TableFiles.open(file.toString(), SourceOptions.defaults());
    assertEquals(2, RepeatedRows.count(source, 0, 1));
  }
}
