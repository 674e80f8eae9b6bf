package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.github.tfflows.testing.Expect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that attack their parser are refused before they are parsed. */
@Timeout(30)
class HostileFilesTest extends HostileModels {
  @Test
  void fieldsThatCannotBeCheckedAreRefused() throws IOException {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .mergeField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    refused("number 1000 of NodeDef", graph -> graph.getNodeBuilder(0).setUnknownFields(unknown));
    byte[] once = ResealedModels.bytes(MODEL);
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(once);
    twice.write(once);
    refused(
        "several graphs",
        ResealedModels.sealed(Arrays.copyOf(twice.toByteArray(), twice.size() - 32)));
  }

  /** 200,000 groups in one another overflowed the stack of protobuf 3.21 (CVE-2024-7254). */
  @Test
  void nestedGroupsEndNothing() throws IOException {
    byte[] groups = new byte[400_000];
    Arrays.fill(groups, (byte) 0x0b); // field 1, the beginning of a group
    refused("group", ResealedModels.sealed(groups));
    refused("", groups);
  }

  /** Functions as attributes of functions, 1,000 levels deep. */
  @Test
  void nestedMessagesEndNothing() throws IOException {
    ByteString deep = ByteString.EMPTY;
    for (int i = 0; i < 1000; i++) {
      deep = field(10, field(2, field(2, deep))); // AttrValue.func, .attr, its value
    }
    ByteString node = field(5, field(2, deep)); // NodeDef.attr, its value
    byte[] saved = field(2, field(2, field(1, node))).toByteArray();
    refused("nested", ResealedModels.sealed(saved));
  }

  private static ByteString field(int number, ByteString content) {
    try {
      ByteString.Output bytes = ByteString.newOutput();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeBytes(number, content);
      out.flush();
      return bytes.toByteString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Ten million nodes of two bytes would be gigabytes of objects. */
  @Test
  void manyEmptyMessagesDoNotFillTheMemory() throws IOException {
    byte[] nodes = new byte[1 << 26];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 1 << 3 | 2; // NodeDef, of no bytes
    }
    byte[] saved = field(2, field(2, ByteString.copyFrom(nodes))).toByteArray();
    refused("memory", ResealedModels.sealed(saved));
  }

  @Test
  void aFileLargerThanProtobufReadsIsRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("large"));
    try (var file = new RandomAccessFile(directory.resolve("saved_model.pb").toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    Expect.failed(
        IOException.class, "3221225472 bytes", () -> CompiledDistribution.load(directory));
  }

  @Test
  void entriesOfCollectionsDoNotComeAlong() throws IOException {
    ResealedModels.write(MODEL, folder.resolve("model"));
    assertEquals(
        Map.of(), SavedModelFiles.read(folder.resolve("model")).model().getCollectionDefMap());
  }
}
