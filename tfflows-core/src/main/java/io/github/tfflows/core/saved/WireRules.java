package io.github.tfflows.core.saved;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.tensorflow.proto.SavedModel;

/**
 * Checks the bytes of a SavedModel before they are parsed: the depth of its messages, and the
 * memory that they will need. A parser may allocate more than a hundred bytes for a message of two
 * bytes.
 */
enum WireRules {
  /** Refuses fields that this version of the library cannot check. */
  STRICT {
    @Override
    void unknown(Descriptor type, int number) throws IOException {
      throw new IOException(
          "has a field that this version of the library cannot check: number %s of %s"
              .formatted(number, type.getName()));
    }
  },

  /** Accepts other fields, too. */
  TOLERANT {
    @Override
    void unknown(Descriptor type, int number) {}
  };

  /**
   * The most levels of nested messages. Exported models have 12, models with an object graph of
   * other software a few more.
   */
  private static final int MOST_LEVELS = 48;

  /**
   * The memory of a message, including its place in a list or map; below, of a number in a list.
   */
  private static final int BYTES_OF_MESSAGE = 160;

  private static final int BYTES_OF_NUMBER = 8;

  /** Handles a field that is not declared, or not of the declared kind. */
  abstract void unknown(Descriptor type, int number) throws IOException;

  /** Checks that bytes are a serialized {@code SavedModel} within the limits. */
  void check(byte[] bytes) throws IOException {
    new Walk(this, CodedInputStream.newInstance(bytes)).message(SavedModel.getDescriptor(), 1);
  }

  private static final class Walk {
    private final WireRules rules;
    private final CodedInputStream in;
    private final long available = Runtime.getRuntime().maxMemory();
    private long needed;

    Walk(WireRules rules, CodedInputStream in) {
      this.rules = rules;
      this.in = in;
    }

    void message(Descriptor type, int level) throws IOException {
      if (level > MOST_LEVELS) {
        throw new IOException("has messages nested in more than %s others".formatted(MOST_LEVELS));
      }
      need(BYTES_OF_MESSAGE);
      while (!in.isAtEnd()) {
        int tag = in.readTag();
        int number = WireFormat.getTagFieldNumber(tag);
        WireFields.requireNoGroup(tag);
        FieldDescriptor field = type.findFieldByNumber(number);
        if (field == null || !isOfKind(field, WireFormat.getTagWireType(tag))) {
          rules.unknown(type, number);
          need(BYTES_OF_MESSAGE);
          in.skipField(tag);
        } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          delimited(field, level);
        } else {
          need(BYTES_OF_NUMBER);
          in.skipField(tag);
        }
      }
    }

    private static boolean isOfKind(FieldDescriptor field, int kind) {
      return kind == field.getLiteType().getWireType()
          || (field.isPackable() && kind == WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    private void delimited(FieldDescriptor field, int level) throws IOException {
      int size = in.readRawVarint32();
      int outer = in.pushLimit(size);
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        message(field.getMessageType(), level + 1);
      } else {
        need(field.isPackable() ? (long) size * BYTES_OF_NUMBER : size + BYTES_OF_MESSAGE);
        in.skipRawBytes(size);
      }
      in.popLimit(outer);
    }

    private void need(long bytes) throws IOException {
      needed += bytes;
      if (needed > available) {
        throw new IOException(
            "needs more memory than the Java heap of %s MiB has".formatted(available >> 20));
      }
    }
  }
}
