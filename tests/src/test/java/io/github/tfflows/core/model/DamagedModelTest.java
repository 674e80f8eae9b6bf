package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;

/** A load detects files that changed after their export, and names the change. */
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
    IOException e =
        assertThrows(IOException.class, () -> SavedModelFiles.read(folder.resolve("model")));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + " "), message);
    return message;
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
    Expect.failed(IOException.class, "no regular file", () -> SavedModelFiles.read(directory));
  }
}
