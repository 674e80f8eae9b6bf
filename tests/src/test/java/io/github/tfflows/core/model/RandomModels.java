package io.github.tfflows.core.model;

import com.google.protobuf.ByteString;
import io.github.tfflows.core.saved.shapes.AllowedOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.TensorProto;

/**
 * Exported models with changes that the rules may accept: other constants, attributes and wires,
 * and allowed ops with constants of odd shapes and numbers.
 */
final class RandomModels {
  private static final long[] NUMBERS =
      ResealedModels.numbers(
          "0 0 1 1 2 2 3 4 5 -1 -1 -2 7 16 127 65536 16777216 1073741824 2147483647 -2147483648"
              + " 1099511627776 9223372036854775807 -9223372036854775808");

  private static final int[] SIZES = {0, 1, 1, 2, 2, 3, 4, 5, 26};

  private final MetaGraphDef model;
  private final List<OpDef> ops;

  /** The values of each attribute in the model. */
  private final Map<String, List<AttrValue>> attributes = new TreeMap<>();

  RandomModels(MetaGraphDef model, List<OpDef> ops) {
    this.model = model;
    this.ops = ops;
    for (FunctionDef function : model.getGraphDef().getLibrary().getFunctionList()) {
      for (NodeDef node : function.getNodeDefList()) {
        node.getAttrMap()
            .forEach(
                (name, value) ->
                    attributes.computeIfAbsent(name, unused -> new ArrayList<>()).add(value));
      }
    }
  }

  /** Returns the model of a seed. */
  MetaGraphDef of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    MetaGraphDef.Builder changed = model.toBuilder();
    List<FunctionDef.Builder> functions =
        changed.getGraphDefBuilder().getLibraryBuilder().getFunctionBuilderList();
    FunctionDef.Builder function = any(functions, random);
    int changes = 1 + random.nextInt(3);
    boolean isAdded = random.nextBoolean();
    for (int i = 0; i < changes; i++) {
      if (isAdded) {
        add(function, random, i);
      } else {
        change(function, random);
      }
    }
    return changed.build();
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private void change(FunctionDef.Builder function, Random random) {
    List<NodeDef.Builder> nodes = function.getNodeDefBuilderList();
    NodeDef.Builder node = any(nodes, random);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        for (int i = 0; i < 40 && !isWhole(node); i++) {
          node = any(nodes, random);
        }
        if (node.getOp().equals("Const")) {
          changeConstant(node, random);
        }
      }
      case 2 -> changeAttribute(node, random);
      case 3 -> rewire(function, node, random);
      case 4 -> node.setOp(any(ops, random).getName());
      default -> {
        if (node.getInputCount() > 1) {
          int input = random.nextInt(node.getInputCount() - 1);
          String first = node.getInput(input);
          node.setInput(input, node.getInput(input + 1)).setInput(input + 1, first);
        }
      }
    }
  }

  private static boolean isWhole(NodeDef.Builder node) {
    DataType type = node.getAttrOrDefault("dtype", AttrValue.getDefaultInstance()).getType();
    return node.getOp().equals("Const") && (type == DataType.DT_INT32 || type == DataType.DT_INT64);
  }

  /** Another entry, or another shape. */
  private static void changeConstant(NodeDef.Builder node, Random random) {
    TensorProto old = node.getAttrOrThrow("value").getTensor();
    TensorProto.Builder tensor = constant(old.getDtype(), random).toBuilder();
    byte[] content = old.getTensorContent().toByteArray();
    int width = old.getDtype() == DataType.DT_INT32 ? 4 : 8;
    if (content.length >= width && random.nextInt(4) > 0) {
      ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
      int place = random.nextInt(content.length / width) * width;
      long number = NUMBERS[random.nextInt(NUMBERS.length)];
      if (width == 4) {
        bytes.putInt(place, (int) number);
      } else {
        bytes.putLong(place, number);
      }
      tensor = old.toBuilder().setTensorContent(ByteString.copyFrom(content));
    }
    node.putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  /** A constant of up to three axes and any numbers. */
  private static TensorProto constant(DataType type, Random random) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    tensor.getTensorShapeBuilder();
    int entries = 1;
    for (int rank = random.nextInt(4); rank > 0; rank--) {
      int size = SIZES[random.nextInt(SIZES.length)];
      entries *= size;
      tensor.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    for (int i = 0; i < entries; i++) {
      long number = NUMBERS[random.nextInt(NUMBERS.length)];
      switch (type) {
        case DT_INT32 -> tensor.addIntVal((int) number);
        case DT_INT64 -> tensor.addInt64Val(number);
        case DT_BOOL -> tensor.addBoolVal(random.nextBoolean());
        case DT_DOUBLE -> tensor.addDoubleVal(random.nextInt(9) == 0 ? Double.NaN : number);
        default -> tensor.addFloatVal(random.nextInt(9) == 0 ? Float.NaN : number);
      }
    }
    return tensor.build();
  }

  private void changeAttribute(NodeDef.Builder node, Random random) {
    List<String> names = new ArrayList<>(new TreeMap<>(node.getAttrMap()).keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = any(names, random);
    AttrValue value =
        any(attributes.getOrDefault(name, List.of(node.getAttrOrThrow(name))), random);
    if (value.getValueCase() == AttrValue.ValueCase.I && random.nextBoolean()) {
      value = value.toBuilder().setI(NUMBERS[random.nextInt(NUMBERS.length)]).build();
    } else if (value.getValueCase() == AttrValue.ValueCase.B) {
      value = value.toBuilder().setB(!value.getB()).build();
    }
    node.putAttr(name, value);
  }

  /** Reads another value, which may be of another type or come later. */
  private static void rewire(FunctionDef.Builder function, NodeDef.Builder node, Random random) {
    if (node.getInputCount() > 0) {
      NodeDef.Builder other = any(function.getNodeDefBuilderList(), random);
      String value =
          other.getInputCount() > 0
              ? any(other.getInputList(), random)
              : other.getName() + ":output:0";
      node.setInput(random.nextInt(node.getInputCount()), value);
    }
  }

  /** Adds an op of a result that the function adds, times zero, to one of its own. */
  private void add(FunctionDef.Builder function, Random random, int number) {
    OpDef op = any(ops, random);
    Map<String, DataType> types = new TreeMap<>();
    DataType floating = DataType.DT_FLOAT;
    NodeDef.Builder node = NodeDef.newBuilder().setOp(op.getName()).setName("added_" + number);
    for (OpDef.AttrDef attribute : op.getAttrList()) {
      List<AttrValue> seen = AllowedOps.values(op.getName(), attribute.getName()).stream().toList();
      if (attribute.getType().equals("type")) {
        DataType type = seen.isEmpty() ? floating : any(seen, random).getType();
        if (type == DataType.DT_DOUBLE) {
          type = floating;
        }
        types.put(attribute.getName(), type);
        node.putAttr(attribute.getName(), AttrValue.newBuilder().setType(type).build());
      } else if (!seen.isEmpty()) {
        node.putAttr(attribute.getName(), any(seen, random));
      } else if (!attribute.hasDefaultValue()) {
        node.putAttr(
            attribute.getName(), AttrValue.newBuilder().setI(1 + random.nextInt(3)).build());
      }
    }
    for (ArgDef input : op.getInputArgList()) {
      DataType type = types.getOrDefault(input.getTypeAttr(), input.getType());
      long count =
          input.getNumberAttr().isEmpty()
              ? 1
              : node.getAttrOrDefault(input.getNumberAttr(), AttrValue.getDefaultInstance()).getI();
      for (long i = 0; i < Math.min(count, 9); i++) {
        node.addInput(
            value(function, type, "added_%d_%d".formatted(number, node.getInputCount()), random));
      }
    }
    if (op.getOutputArgCount() == 0) {
      return;
    }
    function.addNodeDef(node);
    ArgDef output = op.getOutputArg(random.nextInt(op.getOutputArgCount()));
    consume(
        function,
        "added_%d:%s:0".formatted(number, output.getName()),
        types.getOrDefault(output.getTypeAttr(), output.getType()),
        random,
        number);
  }

  /** A value of a type: an argument, what another node reads, or a new constant. */
  private static String value(
      FunctionDef.Builder function, DataType type, String name, Random random) {
    if (random.nextBoolean() && type == DataType.DT_FLOAT) {
      for (int i = 0; i < 20; i++) {
        NodeDef.Builder node = any(function.getNodeDefBuilderList(), random);
        AttrValue own = node.getAttrOrDefault("T", AttrValue.getDefaultInstance());
        if (own.getType() == type && node.getInputCount() > 0) {
          return node.getInput(0);
        }
      }
    }
    if (random.nextInt(3) == 0 && type == DataType.DT_INT32) {
      for (int i = 0; i < 40; i++) {
        NodeDef.Builder node = any(function.getNodeDefBuilderList(), random);
        if (node.getOp().equals("Shape") || node.getOp().equals("ConcatV2")) {
          return node.getName() + ":output:0";
        }
      }
    }
    function.addNodeDef(
        NodeDef.newBuilder()
            .setOp("Const")
            .setName(name)
            .putAttr("dtype", HostileModels.type(type))
            .putAttr("value", AttrValue.newBuilder().setTensor(constant(type, random)).build()));
    return name + ":output:0";
  }

  private static void consume(
      FunctionDef.Builder function, String value, DataType type, Random random, int number) {
    String prefix = "used_" + number;
    if (type != DataType.DT_FLOAT) {
      function.addNodeDef(
          node("Cast", prefix + "_cast", value)
              .putAttr("SrcT", HostileModels.type(type))
              .putAttr("DstT", HostileModels.type(DataType.DT_FLOAT)));
      value = prefix + "_cast:y:0";
    }
    addNumber(
        function, prefix + "_shape", HostileModels.tensor(DataType.DT_INT64, 1).addInt64Val(-1));
    addNumber(function, prefix + "_axis", HostileModels.tensor(DataType.DT_INT32).addIntVal(0));
    addNumber(function, prefix + "_zero", HostileModels.tensor(DataType.DT_FLOAT).addFloatVal(0));
    function.addNodeDef(
        floating(node("Reshape", prefix + "_row", value, prefix + "_shape:output:0"))
            .putAttr("Tshape", HostileModels.type(DataType.DT_INT64)));
    function.addNodeDef(
        floating(node("Sum", prefix + "_sum", prefix + "_row:output:0", prefix + "_axis:output:0"))
            .putAttr("Tidx", HostileModels.type(DataType.DT_INT32)));
    function.addNodeDef(
        floating(
            node("Mul", prefix + "_none", prefix + "_sum:output:0", prefix + "_zero:output:0")));
    List<ArgDef> results =
        function.getSignature().getOutputArgList().stream()
            .filter(result -> result.getType() == DataType.DT_FLOAT)
            .toList();
    if (!results.isEmpty()) {
      String result = any(results, random).getName();
      function.addNodeDef(
          floating(node("Add", prefix, function.getRetOrThrow(result), prefix + "_none:z:0")));
      function.putRet(result, prefix + ":z:0");
    }
  }

  private static void addNumber(
      FunctionDef.Builder function, String name, TensorProto.Builder tensor) {
    function.addNodeDef(HostileModels.constant(tensor).setName(name));
  }

  private static NodeDef.Builder node(String op, String name, String... inputs) {
    return NodeDef.newBuilder().setOp(op).setName(name).addAllInput(List.of(inputs));
  }

  private static NodeDef.Builder floating(NodeDef.Builder node) {
    return node.putAttr("T", HostileModels.type(DataType.DT_FLOAT));
  }
}
