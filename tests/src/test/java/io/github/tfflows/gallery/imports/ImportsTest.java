package io.github.tfflows.gallery.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ReferenceValues;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.framework.activations.Activations;
import org.tensorflow.ndarray.Shape;

/** Flows of other libraries, imported from their states, beside the values of these libraries. */
class ImportsTest {
  private static final double TAIL_BOUND = 3;

  static final List<String> FLOWS =
      List.of(
          ("maf.zuko maf_randperm.zuko nsf.zuko maf.nflows maf_feedforward.nflows"
                  + " real_nvp.nflows nsf_coupling.nflows nsf_autoregressive.nflows")
              .split(" ", -1));

  private static CompiledDistribution read(String name, Path file, Execution execution)
      throws IOException {
    if (name.endsWith("zuko")) {
      Zuko.Flow flow = name.startsWith("nsf") ? Zuko.Flow.NSF : Zuko.Flow.MAF;
      return Zuko.read(flow, file, Activations.RELU, execution);
    }
    Nflows affine = Nflows.defaults();
    Nflows splines = affine.withSplines(name.contains("coupling") ? 5 : 4, TAIL_BOUND);
    return (name.startsWith("nsf") ? splines : affine).read(file, execution);
  }

  private static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(ImportsTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Rows rows(double[] values, int count) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return Rows.of(narrow, values.length / count);
  }

  /** Log-densities are those of the peer, and the way to the base and back returns the rows. */
  @ParameterizedTest
  @FieldSource("FLOWS")
  void hasTheDensityOfThePeer(String name) throws IOException {
    Map<String, double[]> values =
        ReferenceValues.of(ImportsTest.class, name + ".properties").all();
    double[] expected = Objects.requireNonNull(values.get("log_prob"));
    int count = expected.length;
    Rows x = rows(Objects.requireNonNull(values.get("x")), count);
    Rows context =
        Optional.ofNullable(values.get("context"))
            .map(numbers -> rows(numbers, count))
            .orElseGet(() -> Rows.empty(count));
    Execution execution = Execution.defaults().withPrecision(Precision.FLOAT64);
    try (CompiledDistribution model = read(name, file(name + ".npz"), execution)) {
      assertEquals(context.size(), model.contextSize());
      float[] found = model.given(context).logProb(x);
      float[] back =
          model.given(context).forward(model.given(context).inverse(x).value()).value().values();
      for (int i = 0; i < count; i++) {
        assertEquals(1, found[i] / expected[i], 1e-6, "row " + i);
      }
      for (int i = 0; i < back.length; i++) {
        assertEquals(x.values()[i], back[i], 1e-4, "entry " + i);
      }
    }
  }

  /** Draws come with the densities that they have, and a saved model has them, too. */
  @ParameterizedTest
  @ValueSource(strings = {"maf_randperm.zuko", "nsf_coupling.nflows"})
  void drawsAndIsSaved(String name, @TempDir Path folder) throws IOException {
    Path saved = folder.resolve("model");
    try (CompiledDistribution model = read(name, file(name + ".npz"), Execution.defaults())) {
      Draws draws = model.sampleAndLogProb(100, 1);
      float[] own = model.logProb(draws.x());
      assertArrayEquals(own, draws.logProb(), 1e-3f);
      model.export(saved, ExportOptions.defaults());
      try (CompiledDistribution loaded = CompiledDistribution.load(saved)) {
        assertArrayEquals(own, loaded.logProb(draws.x()), 1e-6f);
      }
    }
  }

  @Test
  void namesPartsThatAreNotImported(@TempDir Path folder) throws IOException {
    Path more = folder.resolve("more.npz");
    copy(file("real_nvp.nflows.npz"), more, name -> name, "_transform._transforms.3._weight");
    Nflows nflows = Nflows.defaults();
    Expect.rejected(
        "_transform._transforms.3 is not a transform",
        () -> nflows.read(more, Execution.defaults()));
    Path normalized = folder.resolve("normalized.npz");
    String added = "_transform._transforms.0.transform_net.blocks.0.batch_norm_layers.0.weight";
    copy(file("real_nvp.nflows.npz"), normalized, name -> name, added);
    Expect.rejected("[" + added + "]", () -> nflows.read(normalized, Execution.defaults()));
    Expect.rejected(
        "transform.transforms", () -> Zuko.read(Zuko.Flow.MAF, file("real_nvp.nflows.npz")));
  }

  /** All but the degrees, of which nflows made its masks. */
  @ParameterizedTest
  @FieldSource("FLOWS")
  void needsEveryArrayAndRefusesOthers(String name, @TempDir Path folder) throws IOException {
    Path changed = folder.resolve(name + ".npz");
    for (String array : Npz.read(file(name + ".npz")).keySet()) {
      String entry = array + ".npy";
      if (!array.endsWith("degrees")) {
        copy(file(name + ".npz"), changed, old -> old.equals(entry) ? "" : old, "");
        String message = Expect.message(IllegalArgumentException.class, () -> close(name, changed));
        assertTrue(message.contains(changed.toString()), message);
        assertTrue(message.contains(array.replaceFirst("_permutation$", "")), message);
      }
      String added = array + "_of_another_version";
      copy(file(name + ".npz"), changed, old -> old, added);
      Expect.rejected("not imported: [" + added, () -> close(name, changed));
    }
  }

  /** Such as those of the parameters alone, without the buffers. */
  @ParameterizedTest
  @ValueSource(strings = {"maf.zuko", "nsf.zuko", "maf.nflows", "nsf_autoregressive.nflows"})
  void refusesNetworksWithoutMasks(String name, @TempDir Path folder) throws IOException {
    Path bare = folder.resolve("bare.npz");
    copy(file(name + ".npz"), bare, entry -> entry.endsWith(".mask.npy") ? "" : entry, "");
    List<String> masks =
        Npz.read(file(name + ".npz")).keySet().stream().filter(k -> k.endsWith(".mask")).toList();
    Expect.rejected("bare.npz has no arrays [" + masks.get(0), () -> close(name, bare));
  }

  /** Masks without zeros, which differ from others only by the order of the features. */
  @ParameterizedTest
  @ValueSource(strings = {"maf.zuko", "nsf.zuko", "maf.nflows", "maf_feedforward.nflows"})
  void refusesMasksThatAreNotThoseOfTheOrder(String name, @TempDir Path folder) throws IOException {
    Path open = folder.resolve("open.npz");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file(name + ".npz")));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(open))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        if (entry.getName().endsWith(".mask.npy")) {
          int header = 10 + (bytes[8] & 0xff) + ((bytes[9] & 0xff) << 8);
          Arrays.fill(bytes, header, bytes.length, (byte) 1); // some number other than zero
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
      }
    }
    Expect.rejected("depends on feature", () -> close(name, open));
  }

  private static void close(String name, Path file) throws IOException {
    read(name, file, Execution.defaults()).close();
  }

  /** The shapes of arrays do not tell the class of a flow. */
  @Test
  void refusesAnotherClassThanTheOneDeclared() {
    Execution execution = Execution.defaults();
    Path nsf = file("nsf.zuko.npz");
    Expect.rejected("expected 2 of an affine map", () -> Zuko.read(Zuko.Flow.MAF, nsf));
    Path maf = file("maf.zuko.npz");
    Expect.rejected("2 parameters for each feature", () -> Zuko.read(Zuko.Flow.NSF, maf));
    Path coupling = file("nsf_coupling.nflows.npz");
    Nflows affine = Nflows.defaults();
    Expect.rejected("(withSplines)", () -> affine.read(coupling, execution));
    Nflows other = affine.withSplines(8, 3);
    Expect.rejected("or 23, of a spline of 8 bins", () -> other.read(coupling, execution));
  }

  @Test
  void namesArraysThatAreMissing(@TempDir Path folder) throws IOException {
    Path less = folder.resolve("less.npz");
    copy(file("maf.zuko.npz"), less, name -> name.replace("2.order", "2.other"), "");
    Expect.rejected("transform.transforms.2.order", () -> Zuko.read(Zuko.Flow.MAF, less));
  }

  /** Arrays without entries in place of others. */
  @Test
  void namesLayersThatDoNotFit(@TempDir Path folder) throws IOException {
    String bias = "transform.transforms.0.hyper.2.bias";
    String weight = "transform.transforms.0.hyper.2.weight";
    Path other = folder.resolve("other.npz");
    copy(file("maf.zuko.npz"), other, name -> name.equals(bias + ".npy") ? "" : name, bias);
    Expect.rejected(
        "transform.transforms.0.hyper.2 has weights of", () -> Zuko.read(Zuko.Flow.MAF, other));
    copy(file("maf.zuko.npz"), other, name -> name.equals(weight + ".npy") ? "" : name, weight);
    Expect.rejected(
        "transform.transforms.0.hyper.2 has weights of", () -> Zuko.read(Zuko.Flow.MAF, other));
    Path base = folder.resolve("base.npz");
    copy(file("maf.zuko.npz"), base, name -> name.equals("base.loc.npy") ? "" : name, "base.loc");
    Expect.rejected("0 locations and 4 scales", () -> Zuko.read(Zuko.Flow.MAF, base));
  }

  @Test
  void refusesFilesOfOtherKinds(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.npz"), "no archive");
    Expect.rejected("text.npz has no arrays", () -> Zuko.read(Zuko.Flow.MAF, text));
    Path cut = folder.resolve("cut.npz");
    byte[] whole = Files.readAllBytes(file("maf.zuko.npz"));
    Files.write(cut, Arrays.copyOf(whole, 400));
    assertThrows(IOException.class, () -> Zuko.read(Zuko.Flow.MAF, cut));
    Path empty = folder.resolve("empty.npz");
    copy(file("maf.zuko.npz"), empty, name -> "", "transform.transforms.0.order");
    Expect.rejected(
        "empty.npz has no array transform.transforms.0.hyper.0.weight",
        () -> Zuko.read(Zuko.Flow.MAF, empty));
  }

  /** Copies arrays under other names, without those named "", and adds one without contents. */
  private static void copy(Path from, Path to, UnaryOperator<String> names, String added)
      throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        String name = names.apply(entry.getName());
        if (!name.isEmpty()) {
          out.putNextEntry(new ZipEntry(name));
          out.write(bytes);
        }
      }
      if (!added.isEmpty()) {
        out.putNextEntry(new ZipEntry(added + ".npy"));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }";
        out.write("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
        out.write(new byte[] {(byte) header.length(), 0});
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

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
    Expect.rejected("a.weight is not an array", () -> Npz.read(file));
    Path none = zip(new byte[0]);
    Expect.rejected("a.weight is not an array", () -> Npz.read(none));
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
