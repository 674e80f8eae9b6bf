package io.github.tfflows.core.model;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Shapes at which kernels or the optimizer end the process are refused before. */
@Timeout(60)
class HostileShapesTest extends HostileModels {
  private static final String X = "log_prob/x";
  private static final ByteString SAME = ByteString.copyFromUtf8("SAME");

  private static NodeDef.Builder number(String name, TensorProto.Builder value) {
    return constant(value).setName(name);
  }

  private static TensorProto.Builder whole(int... entries) {
    TensorProto.Builder tensor = tensor(DataType.DT_INT32, entries.length);
    for (int entry : entries) {
      tensor.addIntVal(entry);
    }
    return tensor;
  }

  private static NodeDef.Builder floating(String op, String... inputs) {
    NodeDef.Builder node = node(op).putAttr("T", type(DataType.DT_FLOAT));
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static NodeDef.Builder integers(NodeDef.Builder node, String... attributes) {
    for (String attribute : attributes) {
      node.putAttr(attribute, type(DataType.DT_INT32));
    }
    return node;
  }

  @Test
  void shapesThatOverflowAreRefused() throws IOException {
    NodeDef.Builder huge = number("huge", whole(1 << 30, 1 << 30, 1 << 30));
    NodeDef.Builder one = number("one", tensor(DataType.DT_FLOAT).addFloatVal(1));
    refused("beyond", huge, one, integers(floating("BroadcastTo", "one", "huge"), "Tidx"));
    for (String op : new String[] {"Fill", "StatelessRandomNormal", "StatelessRandomUniform"}) {
      refused(op, node(op).addInput("huge"));
    }
    NodeDef.Builder negative = number("negative", whole(-2, 3));
    refused(
        "has the shape [-2, 3]",
        negative,
        one,
        integers(floating("BroadcastTo", "one", "negative"), "Tidx"));
  }

  /** The number of rows, squared until it overflows. */
  @Test
  void shapesThatAreComputedFromShapesGrowWithTheRowsAtMost() throws IOException {
    NodeDef.Builder shape =
        floating("Shape", X).setName("shape").putAttr("out_type", type(DataType.DT_INT32));
    NodeDef.Builder squared = node("Mul").setName("squared").addInput("shape").addInput("shape");
    NodeDef.Builder one = number("one", tensor(DataType.DT_FLOAT).addFloatVal(1));
    refused(
        "does not follow",
        shape,
        integers(squared, "T"),
        one,
        integers(floating("BroadcastTo", "one", "squared"), "Tidx"));
    refused(
        "grow with the rows",
        number("axis", tensor(DataType.DT_INT32).addIntVal(0)),
        integers(floating("ExpandDims", X, "axis").setName("row"), "Tdim"),
        number("second", tensor(DataType.DT_INT32).addIntVal(1)),
        integers(floating("ExpandDims", X, "second").setName("column"), "Tdim"),
        floating("Mul", "row", "column"));
  }

  /** Kernels read these as vectors, and ended the process at scalars. */
  @Test
  void placesAreVectors() throws IOException {
    NodeDef.Builder three = number("three", tensor(DataType.DT_FLOAT, 3).addFloatVal(1));
    NodeDef.Builder zero = number("zero", tensor(DataType.DT_INT32).addIntVal(0));
    NodeDef.Builder first = number("first", whole(0));
    String rule = "is no vector";
    refused(
        rule, three, zero, first, integers(floating("Slice", "three", "zero", "first"), "Index"));
    refused(rule, three, zero, integers(floating("Transpose", "three", "zero"), "Tperm"));
    refused(
        "axes of the shape []",
        three,
        zero,
        integers(floating("ReverseV2", "three", "zero"), "Tidx"));
  }

  @Test
  void numbersOfShapesAreThoseOfTheirArrays() throws IOException {
    NodeDef.Builder none = node("Pack").putAttr("N", AttrValue.newBuilder().setI(0).build());
    refused("number 0", none.putAttr("T", type(DataType.DT_FLOAT)));
    TensorProto.Builder widths = tensor(DataType.DT_INT32, 4, 2);
    for (int i = 0; i < 8; i++) {
      widths.addIntVal(i);
    }
    NodeDef.Builder part =
        integers(node("Slice").setName("part"), "T", "Index")
            .addInput("widths")
            .addInput("start")
            .addInput("size");
    refused(
        "does not follow",
        number("widths", widths),
        number("start", whole(2, 0)),
        number("size", whole(2, 2)),
        part,
        number("zero", tensor(DataType.DT_FLOAT).addFloatVal(0)),
        integers(floating("PadV2", X, "part", "zero"), "Tpaddings"));
    refused(
        "does not follow",
        number("empty", whole()),
        number("one", tensor(DataType.DT_INT32).addIntVal(1)),
        integers(node("Add").setName("sum"), "T").addInput("empty").addInput("one"),
        number("many", whole(1, 2)),
        integers(node("Mul").setName("product"), "T").addInput("many").addInput("row"),
        number("row", tensor(DataType.DT_INT32, 1).addIntVal(2)),
        integers(floating("Reshape", X, "product"), "Tshape"));
  }

  private static AttrValue strides(long... sizes) {
    AttrValue.Builder strides = AttrValue.newBuilder();
    for (long size : sizes) {
      strides.getListBuilder().addI(size);
    }
    return strides.build();
  }

  @Test
  void arraysFitTheirOps() throws IOException {
    NodeDef.Builder three = number("three", tensor(DataType.DT_FLOAT, 3, 3).addFloatVal(1));
    refused("combines the shapes", three, floating("Add", X, "three"));
    refused("multiplies matrices", three, floating("MatMul", X, "three"));
    NodeDef.Builder none = number("none", whole());
    refused(
        "reads no entries",
        number("empty", tensor(DataType.DT_FLOAT, 0)),
        number("shape", whole(0, 3)),
        none,
        integers(floating("Reshape", "empty", "shape").setName("rows"), "Tshape"),
        three,
        floating("MatMul", "rows", "three"));
    refused(
        "from 20 on",
        number("start", whole(0, 20)),
        number("size", whole(-1, 20)),
        integers(floating("Slice", X, "start", "size"), "Index"));
    refused(
        "permutes",
        number("order", whole(1, 1)),
        integers(floating("Transpose", X, "order"), "Tperm"));
    refused(
        "no exported model has",
        number("images", tensor(DataType.DT_FLOAT, 1, 2, 2, 1).addFloatVal(1)),
        number("kernel", tensor(DataType.DT_FLOAT, 1, 1, 1, 1).addFloatVal(1)),
        floating("Conv2D", "images", "kernel")
            .putAttr("padding", AttrValue.newBuilder().setS(SAME).build())
            .putAttr("strides", strides(1, 0, 1, 1)));
  }
}
