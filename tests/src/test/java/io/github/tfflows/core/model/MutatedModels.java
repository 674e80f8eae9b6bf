package io.github.tfflows.core.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Files of a model that were changed at random, each by a seed. */
final class MutatedModels {
  private static final MetaGraphDef MODEL = ResealedModels.model();
  private static final byte[] FILE = ResealedModels.bytes(MODEL);

  /** Names that a change of a text may put in place of another. */
  private static final List<String> TEXTS =
      List.of(
          (" x log_prob Add Mul Sub Const Identity Placeholder Fill BroadcastTo Tile MatMul"
                  + " StatelessWhile PartitionedCall Range Pack Cholesky TopKV2 Conv2D OneHot ReadFile"
                  + " PyFunc \u0000 a/b:7 output:0 ^x weights. ../x %s%n "
                  + "x".repeat(5000))
              .split(" ", -1));

  private static final long[] NUMBERS =
      ResealedModels.numbers(
          "0 1 -1 2 3 7 127 128 65536 2147483647 -2147483648"
              + " 1099511627776 9223372036854775807 -9223372036854775808");

  /**
   * A changed file.
   *
   * @param isSealed whether its checksums fit, so that it may load and give other numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // a file, never compared
  record Mutant(byte[] bytes, boolean isSealed) {}

  /** Returns the file of a seed. Two thirds have checksums that fit. */
  static Mutant of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    return switch ((int) (seed % 6)) {
      case 0 -> new Mutant(damaged(random), false);
      case 1 -> new Mutant(spliced(random), false);
      case 2 -> new Mutant(sealed(damaged(random)), true);
      case 3 -> new Mutant(sealed(spliced(random)), true);
      default -> new Mutant(ResealedModels.bytes(changed(random)), true);
    };
  }

  /** Changes bits, bytes and lengths, or cuts the file. */
  private static byte[] damaged(Random random) {
    byte[] bytes = FILE.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[place] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + place);
        case 3 -> Arrays.fill(bytes, place, Math.min(place + 5, bytes.length), (byte) 0xff);
        default -> bytes[random.nextInt(Math.min(64, bytes.length))] ^= 0x40;
      }
    }
    return bytes;
  }

  /** Repeats, leaves out or moves a piece of the file. */
  private static byte[] spliced(Random random) {
    int from = random.nextInt(FILE.length);
    int to = Math.min(FILE.length, from + 1 + random.nextInt(2000));
    int at = random.nextInt(FILE.length);
    ByteString file = ByteString.copyFrom(FILE);
    ByteString piece = file.substring(from, to);
    return switch (random.nextInt(3)) {
      case 0 -> file.substring(0, from).concat(file.substring(to)).toByteArray();
      case 1 -> file.substring(0, at).concat(piece).concat(file.substring(at)).toByteArray();
      default -> {
        byte[] bytes = FILE.clone();
        int length = Math.min(to - from, bytes.length - at);
        System.arraycopy(FILE, from, bytes, at, length);
        yield bytes;
      }
    };
  }

  /** Has the end of the file be the checksum of the rest. */
  private static byte[] sealed(byte[] bytes) {
    return ResealedModels.sealed(Arrays.copyOf(bytes, Math.max(0, bytes.length - 32)));
  }

  /** Changes fields of random messages of the model. */
  private static MetaGraphDef changed(Random random) {
    MetaGraphDef.Builder model = MODEL.toBuilder();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      switch (random.nextInt(6)) {
        case 0 -> changeOneOf(model, random);
        case 1 -> change(random, any(model.getGraphDefBuilder().getNodeBuilderList(), random));
        default -> {
          var functions = model.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList();
          NodeDef.Builder node = any(any(functions, random).getNodeDefBuilderList(), random);
          change(random, node);
        }
      }
    }
    return model.build();
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static void change(Random random, NodeDef.Builder node) {
    if (node.getAttrCount() > 0 && random.nextBoolean()) {
      List<String> keys = node.getAttrMap().keySet().stream().sorted().toList();
      String key = any(keys, random);
      AttrValue.Builder value = node.getAttrOrThrow(key).toBuilder();
      changeOneOf(value, random);
      node.putAttr(key, value.build());
    } else {
      changeOneOf(node, random);
    }
  }

  /** Changes a field of a message or of a message in it. */
  private static void changeOneOf(Message.Builder message, Random random) {
    List<FieldDescriptor> fields =
        message.getDescriptorForType().getFields().stream()
            .filter(field -> !field.isMapField())
            .toList();
    if (fields.isEmpty()) {
      return;
    }
    List<FieldDescriptor> present =
        fields.stream().filter(field -> message.getAllFields().containsKey(field)).toList();
    FieldDescriptor field =
        any(present.isEmpty() || random.nextInt(4) == 0 ? fields : present, random);
    if (field.isRepeated()) {
      changeList(message, field, random);
    } else if (field.getJavaType() == JavaType.MESSAGE) {
      Message.Builder inner = ((Message) message.getField(field)).toBuilder();
      changeOneOf(inner, random);
      message.setField(field, inner.build());
    } else {
      message.setField(field, value(field, message.getField(field), random));
    }
  }

  private static void changeList(Message.Builder message, FieldDescriptor field, Random random) {
    int count = message.getRepeatedFieldCount(field);
    if (count == 0) {
      message.addRepeatedField(
          field,
          field.getJavaType() == JavaType.MESSAGE
              ? message.newBuilderForField(field).build()
              : value(field, defaultOf(field), random));
      return;
    }
    int index = random.nextInt(count);
    Object old = message.getRepeatedField(field, index);
    switch (random.nextInt(4)) {
      case 0 -> message.addRepeatedField(field, old);
      case 1 ->
          message.setRepeatedField(
              field, index, message.getRepeatedField(field, random.nextInt(count)));
      default -> {
        if (field.getJavaType() == JavaType.MESSAGE) {
          Message.Builder inner = ((Message) old).toBuilder();
          changeOneOf(inner, random);
          message.setRepeatedField(field, index, inner.build());
        } else {
          message.setRepeatedField(field, index, value(field, old, random));
        }
      }
    }
  }

  private static Object defaultOf(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> 0;
      case LONG -> 0L;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case BOOLEAN -> false;
      case STRING -> "";
      case BYTE_STRING -> ByteString.EMPTY;
      case ENUM -> field.getEnumType().getValues().get(0);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private static Object value(FieldDescriptor field, Object old, Random random) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> random.nextInt(4) == 0 ? Float.NaN : (float) number;
      case DOUBLE -> random.nextInt(4) == 0 ? Double.NaN : (double) number;
      case BOOLEAN -> !(boolean) old;
      case STRING -> random.nextInt(3) == 0 ? old + "x" : any(TEXTS, random);
      case BYTE_STRING -> changedBytes((ByteString) old, random);
      case ENUM -> any(field.getEnumType().getValues(), random);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private static ByteString changedBytes(ByteString old, Random random) {
    if (old.isEmpty() || random.nextInt(4) == 0) {
      return ByteString.copyFromUtf8(any(TEXTS, random));
    }
    byte[] bytes = old.toByteArray();
    for (int i = 0; i < 4; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return ByteString.copyFrom(bytes);
  }

  private MutatedModels() {}
}
