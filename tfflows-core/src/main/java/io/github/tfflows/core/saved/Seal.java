package io.github.tfflows.core.saved;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.github.tfflows.core.saved.WireFields.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * The description and the checksums at the end of a {@code saved_model.pb}. They are the values of
 * a collection {@value #KEY}, which other loaders ignore. The last value, the last bytes of the
 * file, is the SHA-256 of all bytes before it.
 *
 * @param description the description of the model, in the format of properties
 * @param checksums the checksums of its parts, one in each line, as {@code sha256sum} writes them
 */
public record Seal(String description, String checksums) {
  public static final String KEY = "tfflows";

  private static final String DESCRIPTION = "description";

  private static final int DIGEST = 32;
  private static final int VALUES = 3;
  private static final int MAP_KEY = 1;
  private static final int MAP_VALUE = 2;

  /** Protobuf reads 2 GB at most; this leaves room for the framing. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

  /**
   * Writes the file of a model.
   *
   * @return the SHA-256 of the file, in hexadecimal digits
   * @throws IOException if it has more than 2 GB, or cannot be written
   */
  public static String write(MetaGraphDef model, String description, OutputStream out)
      throws IOException {
    byte[] content = bytes(model);
    Map<String, String> checksums = PartChecksums.of(content, 0, content.length);
    checksums.put(DESCRIPTION, checksum(description));
    byte[] seal = new Seal(description, PartChecksums.text(checksums)).bytes();
    MessageDigest digest = PartChecksums.sha256();
    DigestOutputStream digested = new DigestOutputStream(out, digest);
    CodedOutputStream framed = CodedOutputStream.newInstance(digested);
    framed.writeInt64(SavedModel.SAVED_MODEL_SCHEMA_VERSION_FIELD_NUMBER, 1);
    framed.writeTag(SavedModel.META_GRAPHS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    framed.writeUInt32NoTag(Math.addExact(content.length, seal.length));
    framed.flush();
    digested.write(content);
    digested.write(seal, 0, seal.length - DIGEST);
    digested.on(false);
    byte[] last = copy(digest).digest();
    digested.write(last);
    digest.update(last);
    return PartChecksums.hex(digest.digest());
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the Java platform can be copied", e);
    }
  }

  private static String checksum(String description) {
    return PartChecksums.hex(
        PartChecksums.sha256().digest(description.getBytes(StandardCharsets.UTF_8)));
  }

  /** The fields of a model that hold the seal, with a digest of zeros. */
  private byte[] bytes() throws IOException {
    CollectionDef.BytesList values =
        CollectionDef.BytesList.newBuilder()
            .addValue(ByteString.copyFromUtf8(description))
            .addValue(ByteString.copyFromUtf8(checksums))
            .addValue(ByteString.copyFrom(new byte[DIGEST]))
            .build();
    return bytes(
        MetaGraphDef.newBuilder()
            .putCollectionDef(KEY, CollectionDef.newBuilder().setBytesList(values).build())
            .build());
  }

  /** Returns bytes that do not depend on the order of maps in the message. */
  private static byte[] bytes(MessageLite message) throws IOException {
    int size = message.getSerializedSize();
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException("the model has more than 2 GB, the most that protobuf can store");
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    message.writeTo(out);
    return bytes;
  }

  public static boolean isIntact(byte[] file) {
    int end = file.length - DIGEST;
    if (end < 0) {
      return false;
    }
    MessageDigest digest = PartChecksums.sha256();
    digest.update(file, 0, end);
    return Arrays.equals(digest.digest(), 0, DIGEST, file, end, file.length);
  }

  /** Returns the seal of a file, even of a damaged one; empty if it has none. */
  static Optional<Seal> of(byte[] file) throws IOException {
    for (Field model : models(file)) {
      for (Field field : WireFields.of(file, model.from(), model.to())) {
        if (field.number() == MetaGraphDef.COLLECTION_DEF_FIELD_NUMBER
            && WireFields.text(file, field, MAP_KEY).equals(KEY)) {
          return of(file, field);
        }
      }
    }
    return Optional.empty();
  }

  static List<Field> models(byte[] file) throws IOException {
    return WireFields.of(file, 0, file.length).stream()
        .filter(field -> field.number() == SavedModel.META_GRAPHS_FIELD_NUMBER)
        .toList();
  }

  private static Optional<Seal> of(byte[] file, Field entry) throws IOException {
    for (Field field : WireFields.of(file, entry.from(), entry.to())) {
      if (field.number() == MAP_VALUE) {
        ByteString bytes = ByteString.copyFrom(file, field.from(), field.to() - field.from());
        List<ByteString> values = CollectionDef.parseFrom(bytes).getBytesList().getValueList();
        return values.size() == VALUES
            ? Optional.of(new Seal(values.get(0).toStringUtf8(), values.get(1).toStringUtf8()))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Returns the names of the parts of a file that differ from this seal. */
  Set<String> damagedParts(byte[] file) throws IOException {
    Field model = models(file).get(0);
    Map<String, String> found = PartChecksums.of(file, model.from(), model.to());
    found.put(DESCRIPTION, checksum(description));
    return PartChecksums.differences(checksums, PartChecksums.text(found));
  }
}
