package io.github.tfflows.core.training.checkpoint;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.data.Weights;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NamedTensorProto;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A file with the state of a training: delimited {@link NamedTensorProto}s, the first of which
 * identifies the training, and a SHA-256 of all of them.
 *
 * @param training the text that identifies the training
 * @param state its state
 */
public record Checkpoint(String training, Snapshot state) {
  private static final String DIGEST = "SHA-256";
  private static final String TRAINING = "training";

  /** Writes the file and forces it to disk; interrupts do not end that. */
  void write(Path file) throws IOException {
    MessageDigest digest = digest();
    try (FileOutputStream disk = new FileOutputStream(file.toFile())) {
      OutputStream buffer = new BufferedOutputStream(disk);
      OutputStream out = new DigestOutputStream(buffer, digest);
      text(training).writeDelimitedTo(out);
      for (var array : state.arrays().entrySet()) {
        tensor(array.getKey(), array.getValue()).writeDelimitedTo(out);
      }
      buffer.write(digest.digest());
      buffer.flush();
      disk.getFD().sync();
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not as it was written
   */
  public static Checkpoint read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - digest().getDigestLength();
    if (length < 0 || !Arrays.equals(digest(bytes, length), tail(bytes, length))) {
      throw new IOException(file + " is damaged: its content does not have its SHA-256");
    }
    InputStream in = new ByteArrayInputStream(bytes, 0, length);
    String training =
        NamedTensorProto.parseDelimitedFrom(in)
            .getTensor()
            .getStringVal(0)
            .toString(StandardCharsets.UTF_8);
    Snapshot state = new Snapshot();
    while (in.available() > 0) {
      NamedTensorProto named = NamedTensorProto.parseDelimitedFrom(in);
      state.put(named.getName(), array(named.getTensor()));
    }
    return new Checkpoint(training, state);
  }

  private static byte[] digest(byte[] bytes, int length) {
    MessageDigest digest = digest();
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }

  private static NamedTensorProto text(String value) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    tensor.addStringVal(ByteString.copyFromUtf8(value));
    return NamedTensorProto.newBuilder().setName(TRAINING).setTensor(tensor).build();
  }

  private static NamedTensorProto tensor(String name, Weights.Array array) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : array.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    ByteBuffer content =
        ByteBuffer.allocate(Math.multiplyExact(array.values().length, Double.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    content.asDoubleBuffer().put(array.values());
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_DOUBLE)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(content))
            .build();
    return NamedTensorProto.newBuilder().setName(name).setTensor(tensor).build();
  }

  private static Weights.Array array(TensorProto tensor) {
    long[] sizes =
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    DoubleBuffer content =
        tensor
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asDoubleBuffer();
    double[] values = new double[content.remaining()];
    content.get(values);
    return new Weights.Array(Shape.of(sizes), values);
  }
}
