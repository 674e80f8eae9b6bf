package io.github.tfflows.core.saved;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The places of the length-delimited fields of a serialized message in a file. */
final class WireFields {
  /**
   * One field.
   *
   * @param number its number in the message
   * @param start where its tag begins
   * @param from where its content begins
   * @param to where it ends
   */
  record Field(int number, int start, int from, int to) {}

  /**
   * Lists the fields of the message from {@code from} up to {@code to}. A field of another kind is
   * listed without content.
   */
  static List<Field> of(byte[] bytes, int from, int to) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes, from, to - from);
    List<Field> fields = new ArrayList<>();
    while (!in.isAtEnd()) {
      int start = from + in.getTotalBytesRead();
      int tag = in.readTag();
      requireNoGroup(tag);
      int content;
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int size = in.readRawVarint32();
        content = from + in.getTotalBytesRead();
        in.skipRawBytes(size);
      } else {
        in.skipField(tag);
        content = from + in.getTotalBytesRead();
      }
      int end = from + in.getTotalBytesRead();
      fields.add(new Field(WireFormat.getTagFieldNumber(tag), start, content, end));
    }
    return fields;
  }

  /**
   * Refuses a group: TensorFlow does not use this kind of field, and parsers nest it without limit.
   */
  static void requireNoGroup(int tag) throws IOException {
    int kind = WireFormat.getTagWireType(tag);
    if (kind == WireFormat.WIRETYPE_START_GROUP || kind == WireFormat.WIRETYPE_END_GROUP) {
      throw new IOException("has a group, which no SavedModel has");
    }
  }

  /** Returns the text of the first field with a number; empty if there is none. */
  static String text(byte[] bytes, Field message, int number) throws IOException {
    for (Field field : of(bytes, message.from(), message.to())) {
      if (field.number() == number) {
        return new String(bytes, field.from(), field.to() - field.from(), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private WireFields() {}
}
