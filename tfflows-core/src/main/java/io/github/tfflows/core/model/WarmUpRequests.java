package io.github.tfflows.core.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.EntryPoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/**
 * The requests that TensorFlow Serving replays when it loads a model: a TFRecord file of {@code
 * tensorflow.serving.PredictionLog} messages. TensorFlow Java lacks their classes, so the few
 * fields needed are written by number, as published in TensorFlow Serving's {@code apis} ({@code
 * prediction_log.proto}, {@code predict.proto}, {@code model.proto}).
 */
final class WarmUpRequests {
  private static final int LOG_PREDICT = 6;
  private static final int PREDICT_REQUEST = 1;
  private static final int REQUEST_MODEL = 1;
  private static final int REQUEST_INPUTS = 2;
  private static final int MODEL_NAME = 1;
  private static final int MODEL_SIGNATURE = 3;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  /** Added to a rotated checksum, so that a record may contain records (TensorFlow's TFRecord). */
  private static final int MASK = 0xa282ead8;

  static byte[] records(Precision precision, List<Data> batches) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (Data batch : batches) {
      records.writeBytes(record(log(precision, batch).toByteArray()));
    }
    return records.toByteArray();
  }

  private static UnknownFieldSet log(Precision precision, Data batch) {
    UnknownFieldSet model =
        UnknownFieldSet.newBuilder()
            .addField(MODEL_NAME, text("model"))
            .addField(MODEL_SIGNATURE, text(EntryPoint.LOG_PROB.key()))
            .build();
    Field.Builder inputs = Field.newBuilder();
    inputs.addLengthDelimited(entry("x", tensor(precision, batch.x())));
    if (batch.context().size() > 0) {
      inputs.addLengthDelimited(entry("context", tensor(precision, batch.context())));
    }
    UnknownFieldSet request =
        UnknownFieldSet.newBuilder()
            .addField(REQUEST_MODEL, bytes(model.toByteString()))
            .addField(REQUEST_INPUTS, inputs.build())
            .build();
    return nested(LOG_PREDICT, nested(PREDICT_REQUEST, request));
  }

  private static UnknownFieldSet nested(int number, UnknownFieldSet message) {
    return UnknownFieldSet.newBuilder().addField(number, bytes(message.toByteString())).build();
  }

  private static ByteString entry(String key, TensorProto value) {
    return UnknownFieldSet.newBuilder()
        .addField(ENTRY_KEY, text(key))
        .addField(ENTRY_VALUE, bytes(value.toByteString()))
        .build()
        .toByteString();
  }

  private static TensorProto tensor(Precision precision, Rows rows) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    tensor.setTensorShape(Tensors.proto(rows.eventShape().prepend(rows.count())));
    boolean single = precision == Precision.FLOAT32;
    tensor.setDtype(single ? DataType.DT_FLOAT : DataType.DT_DOUBLE);
    for (float value : rows.values()) {
      if (single) {
        tensor.addFloatVal(value);
      } else {
        tensor.addDoubleVal(value);
      }
    }
    return tensor.build();
  }

  private static Field text(String value) {
    return bytes(ByteString.copyFromUtf8(value));
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  /** Length, checksum of the length, data, checksum of the data; little-endian. */
  private static byte[] record(byte[] data) {
    ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedChecksum(record.array(), Long.BYTES));
    record.put(data);
    record.putInt(maskedChecksum(data, data.length));
    return record.array();
  }

  private static int maskedChecksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  private WarmUpRequests() {}
}
