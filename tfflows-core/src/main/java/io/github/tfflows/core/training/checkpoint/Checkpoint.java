package io.github.tfflows.core.training.checkpoint;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.PartChecksums;
import io.github.tfflows.core.saved.Seal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NamedTensorProto;
import org.tensorflow.proto.TensorProto;

/**
 * A file with the state of a training. It has delimited {@link NamedTensorProto}s, and the SHA-256
 * of all of them. The first one identifies the training.
 *
 * @param training the text that identifies the training
 */
public record Checkpoint(String training, Snapshot state) {
  private static final int DIGEST = 32;
  private static final String TRAINING = "training";

  /** Writes the file and forces it to disk, even if the thread is interrupted. */
  void write(Path file) throws IOException {
    MessageDigest digest = PartChecksums.sha256();
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

  /** Reads a file, which must not be damaged. */
  public static Checkpoint read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!Seal.isIntact(bytes)) {
      throw new IOException(file + " is damaged: its content does not have its SHA-256");
    }
    InputStream in = new ByteArrayInputStream(bytes, 0, bytes.length - DIGEST);
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

  private static NamedTensorProto text(String value) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    tensor.addStringVal(ByteString.copyFromUtf8(value));
    return NamedTensorProto.newBuilder().setName(TRAINING).setTensor(tensor).build();
  }

  private static NamedTensorProto tensor(String name, Weights.Array array) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_DOUBLE)
            .setTensorShape(Tensors.proto(array.shape()))
            .setTensorContent(Tensors.content(Precision.FLOAT64, array.values()))
            .build();
    return NamedTensorProto.newBuilder().setName(name).setTensor(tensor).build();
  }

  private static Weights.Array array(TensorProto tensor) {
    DoubleBuffer content =
        tensor
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asDoubleBuffer();
    double[] values = new double[content.remaining()];
    content.get(values);
    return new Weights.Array(Tensors.shape(tensor.getTensorShape()), values);
  }
}
