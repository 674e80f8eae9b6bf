package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.protobuf.ByteString;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.Seal;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Damaged files of models, and descriptions of which a part cannot be read. */
class DamagedModelTest {
  private static final Distribution FLOW = DiagonalNormal.trainable(2);
  private static final MetaGraphDef GRAPH =
      ServingGraph.build(FLOW, 0, MovedWeights.of(FLOW, 0), Tensors.type(Precision.FLOAT32));

  @TempDir Path folder;

  private Path file;
  private byte[] whole;

  @BeforeEach
  void export() throws IOException {
    SavedModelFiles.write(
        folder.resolve("model"),
        GRAPH,
        ModelDescription.of(FLOW, 0).with("name", "Löwe"),
        ExportOptions.defaults());
    file = folder.resolve("model/saved_model.pb");
    whole = Files.readAllBytes(file);
  }

  private String message(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    String message =
        Expect.message(IOException.class, () -> SavedModelFiles.read(folder.resolve("model")));
    assertTrue(message.startsWith(file + " "), message);
    return message;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatMayNotBeReadIsNamedWithTheReason() {
    assertTrue(file.toFile().setReadable(false));
    assumeFalse(Files.isReadable(file), "the superuser reads all files");
    assertEquals(
        file + ": permission denied",
        Expect.message(
            AccessDeniedException.class, () -> SavedModelFiles.read(folder.resolve("model"))));
  }

  @Test
  void theEndOfTheFileIsTheChecksumOfTheRest() throws Exception {
    int end = whole.length - 32;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(whole, 0, end));
    assertArrayEquals(digest, Arrays.copyOfRange(whole, end, whole.length));
    assertEquals("Löwe", SavedModelFiles.read(folder.resolve("model")).description().get("name"));
  }

  @Test
  void theDamagedPartIsNamed() throws Exception {
    assertTrue(message(flipped(indexOf(weight()))).contains("damaged: weights."), "weight");
    assertTrue(
        message(flippedAfter("name=")).contains("damaged: description is not"), "description");
    assertTrue(message(flippedAfter("_output_shapes")).contains("damaged: function"), "function");
    assertTrue(
        message(flippedAfter("tensorflow/serving/predic")).contains("signature"), "signature");
  }

  private static ByteString weight() {
    return GRAPH.getGraphDef().getNodeList().stream()
        .filter(node -> node.getName().startsWith("weights."))
        .map(node -> node.getAttrOrThrow("value").getTensor().getTensorContent())
        .filter(bytes -> !bytes.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private byte[] flippedAfter(String text) {
    ByteString found = ByteString.copyFromUtf8(text);
    return flipped(indexOf(found) + found.size());
  }

  private int indexOf(ByteString bytes) {
    byte[] searched = bytes.toByteArray();
    for (int i = 0; i + searched.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + searched.length, searched, 0, searched.length)) {
        return i;
      }
    }
    throw new AssertionError("not in the file");
  }

  private byte[] flipped(int index) {
    byte[] bytes = whole.clone();
    bytes[index] ^= 1;
    return bytes;
  }

  @Test
  void everyChangedByteIsFound() throws Exception {
    Random random = new Random(16);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      message(bytes);
    }
  }

  @Test
  void everyCutIsFound() throws Exception {
    Random random = new Random(16);
    for (int i = 0; i < 100; i++) {
      message(Arrays.copyOf(whole, random.nextInt(whole.length)));
      message(Arrays.copyOf(whole, whole.length + 1 + random.nextInt(50)));
    }
  }

  @Test
  void whatIsNoFileIsNotRead() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("endless"));
    Files.createSymbolicLink(directory.resolve("saved_model.pb"), Path.of("/dev/zero"));
    Expect.failed(IOException.class, "not a regular file", () -> SavedModelFiles.read(directory));
  }

  private void assertNamed(Path file, Executable reading) {
    String message = Expect.message(IOException.class, reading);
    assertTrue(message.startsWith(file + " holds a damaged description"), message);
  }

  private void write(String description) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
      Seal.write(ResealedModels.model(), description, out);
    }
  }

  @Test
  void escapesThatAreNoneAreFound() throws IOException {
    write("definition=a\\u00zz\n");
    assertNamed(folder.resolve("saved_model.pb"), () -> CompiledDistribution.load(folder).close());
  }

  @Test
  void thoseBesideModelsOfOthersAreNamed() throws IOException {
    Path model = folder.resolve("saved_model.pb");
    SavedModel.Builder saved = SavedModel.newBuilder().addMetaGraphs(ResealedModels.model());
    Files.write(model, saved.build().toByteArray());
    Path description = folder.resolve("tfflows.properties");
    for (byte[] damaged : new byte[][] {{'a', '=', '\\', 'u', 'z'}, {'a', '=', (byte) 0xff}}) {
      Files.write(description, damaged);
      assertNamed(
          description,
          () -> CompiledDistribution.loadTrusted(folder, Execution.defaults()).close());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table.modelled.1.kind=real\ntable.modelled.1.step=much",
        "table.modelled.1.kind=unreal",
        "table.modelled.1.kind=boolean",
        "table.modelled.1.kind=date\ntable.modelled.1.origin=yesterday",
        "table.modelled.1.kind=real\ntable.conditioning=ANY"
      })
  void columnsAreThoseOfAFit(String entries) throws IOException {
    write("table.modelled.1.name=a\n" + entries + "\n");
    assertNamed(
        folder.resolve("saved_model.pb"),
        () -> TableModel.load(folder, Execution.defaults()).close());
  }

  @Test
  void anotherVersionThatExportedColumnsIsNamed() throws IOException {
    write("table.modelled.1.name=a\ntable.modelled.1.kind=unreal\nlibrary.version=98.7\n");
    Expect.failed(
        IOException.class,
        "tfflows 98.7 exported the model: use that version, or fit the model again",
        () -> TableModel.load(folder, Execution.defaults()).close());
  }

  /** Definitions that were cut, or of which a character was replaced, are read or refused. */
  @Test
  void damagedDefinitionsAreRefusedInOneWay() {
    Random random = new Random(1);
    int read = 0;
    String whole = ModelDescription.of(Flows.nice(3), 0).get("definition.record");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(whole);
      int place = random.nextInt(whole.length());
      if (i % 3 == 0) {
        text.setLength(place);
      } else {
        text.setCharAt(place, "\"\\()[],= 0a\n".charAt(random.nextInt(12)));
      }
      try {
        DefinitionReader.read(text.toString(), Distribution.class);
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).length() > 10, e.getMessage());
      }
    }
    assertTrue(read < 1000, "read: " + read);
  }

  /** A definition of a text and a truth. */
  record Named(String name, boolean flag) {}

  private static void assertRefused(String expected, String fields) {
    String text = Named.class.getName() + "(" + fields + ")";
    Expect.rejected(expected, () -> DefinitionReader.read(text, Named.class));
  }

  @Test
  void textsAreQuotedAndFlagsAreTrueOrFalse() {
    assertRefused("a quoted text", "name=5, flag=true");
    assertRefused("a quoted text", "name=\"a, flag=true");
    assertRefused("a quoted text", "name=");
    assertRefused("true or false", "name=\"a\", flag=maybe");
    String text = Named.class.getName() + "(name=\"a\\\nb\", flag=true)";
    assertEquals(new Named("a\nb", true), DefinitionReader.read(text, Named.class));
  }
}
