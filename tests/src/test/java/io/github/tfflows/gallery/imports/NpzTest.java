package io.github.tfflows.gallery.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class NpzTest {
  @TempDir private Path folder;

  /** Version 1 of the format: a magic, the size of a dictionary, the dictionary and the values. */
  private static byte[] npy(String type, String shape, String values) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    String start = "\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header;
    byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
    byte[] tail = HexFormat.of().parseHex(values);
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  private Path zip(byte[] array) throws IOException {
    Path path = folder.resolve("flow.npz");
    try (OutputStream file = Files.newOutputStream(path);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("a.weight.npy"));
      out.write(array);
    }
    return path;
  }

  /** Bytes of {@code tobytes()} in NumPy. */
  @ParameterizedTest
  @CsvSource({
    "<f4, 0000c03f000000c0, 1.5, -2",
    "<f8, 000000000000f83f00000000000000c0, 1.5, -2",
    "<i4, 03000000feffffff, 3, -2",
    "<i8, 0300000000000000feffffffffffffff, 3, -2",
    "|i1, 03fe, 3, -2",
    "|b1, 0001, 0, 1"
  })
  void readsNumbers(String type, String bytes, double first, double second) throws IOException {
    Weights.Array array = weight(npy(type, "(2, 1)", bytes));
    assertEquals(Shape.of(2, 1), array.shape());
    assertArrayEquals(new double[] {first, second}, array.values());
  }

  @Test
  void readsAScalar() throws IOException {
    assertEquals(Shape.scalar(), weight(npy("<f4", "()", "0000c03f")).shape());
  }

  private Weights.Array weight(byte[] npy) throws IOException {
    return Objects.requireNonNull(Npz.read(zip(npy)).get("a.weight"));
  }

  /** Each message names the file and the array. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<f2; (1,); 0000; '<f2'",
        ">f4; (1,); 00000000; '>f4'",
        "<c8; (1,); 0000000000000000; '<c8'",
        "<f4; (2,); 00000000; fewer than the 8 bytes",
        "<f4; (1,); 0000000000; more than the 4 bytes",
        "<f4; (-1,); ''; (-1,)",
        "<f4; (99999999999999999999,); ''; (99999999999999999999,)",
        "<f8; (999999999, 999999999, 999999999); ''; expected at most"
      })
  void namesArraysThatAreMalformed(String type, String shape, String bytes, String value)
      throws IOException {
    Path file = zip(npy(type, shape, bytes));
    Expect.rejected(file + ": a.weight ", () -> Npz.read(file));
    Expect.rejected(value, () -> Npz.read(file));
  }

  @Test
  void namesEntriesThatAreNoArrays() throws IOException {
    Path file = zip("no array at all".getBytes(StandardCharsets.UTF_8));
    Expect.rejected("a.weight is no array", () -> Npz.read(file));
    Path none = zip(new byte[0]);
    Expect.rejected("a.weight is no array", () -> Npz.read(none));
    byte[] whole = npy("<f4", "(1,)", "0000c03f");
    Path cut = zip(Arrays.copyOf(whole, 30));
    Expect.rejected("a.weight is an array {'descr': '<f4'", () -> Npz.read(cut));
  }

  @Test
  void namesFilesThatAreCut() throws IOException {
    Path file = zip(npy("<f4", "(2,)", "0000c03f0000c03f"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
    String message = String.valueOf(assertThrows(IOException.class, () -> Npz.read(file)));
    assertTrue(message.contains("flow.npz is damaged"), message);
  }

  /** The shift of feature 0 depends on feature 1, which reads as zero where it is absent. */
  @Test
  void doesNotReadAbsentFeatures() {
    MaskedAutoregressive layer =
        new MaskedAutoregressive(new Affine(), new DenseAutoregressive(Mlp.of(), List.of(1, 0)));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr mask = bench.input("mask", Shape.of(-1, 2));
      Expr y = layer.forward(bench.scope().withPresence(mask), x).value();
      Map<String, Values> feeds =
          Map.of(
              "conditioner.output.kernel",
              Values.of(Shape.of(2, 4), 0, 0, 0, 0, 0, 0.5, 0, 0),
              "conditioner.output.bias",
              Values.zeros(Shape.of(4)),
              "x",
              Values.rows(Shape.of(2), 3, 7, 3, 7),
              "mask",
              Values.rows(Shape.of(2), 1, 0, 1, 1));
      Values found = bench.fetch(y, feeds);
      assertEquals(3, found.at(0), 1e-15);
      assertEquals(7, found.at(1), 1e-15);
      assertEquals(3 + 0.5 * 7, found.at(2), 1e-15);
    }
  }
}
