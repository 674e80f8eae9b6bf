package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.Expect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Models that attack their reader: files, graphs, loops and shapes are refused before they do harm.
 */
@Timeout(30)
class HostileModelsTest extends HostileModels {
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

  @Test
  void theModelItselfIsAccepted() throws IOException {
    ResealedModels.write(MODEL, folder.resolve("model"));
    try (CompiledDistribution model = CompiledDistribution.load(folder.resolve("model"))) {
      assertEquals(3, model.sample(3, 1).length);
    }
  }

  static final List<String> EFFECTS =
      List.of(
          ("Abort Assert CollectiveReduce DebugIdentity DecodeRaw EagerPyFunc HashTableV2"
                  + " ImmutableConst LookupTableFindV2 MergeV2Checkpoints MutexV2 Print PrintV2 PyFunc"
                  + " PyFuncStateless QueueEnqueueV2 RandomStandardNormal ReadFile ReadVariableOp"
                  + " RestoreV2 RpcCall SaveV2 ShardedFilename StatefulPartitionedCall StringFormat"
                  + " TFRecordReaderV2 VarHandleOp VariableV2 While WriteFile XlaCustomCallV2 _Recv _Send"
                  + " my::op")
              .split(" ", -1));

  @ParameterizedTest
  @FieldSource("EFFECTS")
  void opsWithEffectsAreRefused(String op) throws IOException {
    refused(op, node(op));
    refused(op, function("f", node(op)));
  }

  @Test
  void recursionIsRefused() throws IOException {
    refused(
        "calls itself",
        graph -> {
          graph.addNode(call("f"));
          graph.getLibraryBuilder().addFunction(function("f", call("f")));
        });
    refused(
        "calls itself",
        graph -> {
          graph.addNode(call("f"));
          graph.getLibraryBuilder().addFunction(function("f", number(), call("g")));
          graph.getLibraryBuilder().addFunction(function("g", call("f")));
        });
    refused("not there", call("nowhere"));
    refused("not there", function("f", call("nowhere")));
  }

  /** TensorFlow's optimizer ended the process at this one. */
  @Test
  void nodesAreAsTheirOpsDeclare() throws IOException {
    refused("has nothing as its attribute value", function("f", number().removeAttr("value")));
    refused("as its input 0", function("f", node("LogicalAnd")));
    refused(
        "DT_INT64 in place of DT_INT32",
        constant(tensor(DataType.DT_INT64).addInt64Val(1))
            .putAttr("dtype", type(DataType.DT_INT32)));
    refused("its op lacks: x", number().putAttr("x", type(DataType.DT_INT32)));
    NodeDef.Builder gather =
        node("GatherV2").putAttr("batch_dims", AttrValue.newBuilder().setI(7).build());
    refused("has 7", gather);
    refused(
        "another kind",
        node("Placeholder").putAttr("dtype", AttrValue.newBuilder().setI(1).build()));
  }

  /** 2³⁰ copies of a node, once TensorFlow has inlined the calls. */
  @Test
  void functionsThatMultiplyAreRefused() throws IOException {
    refused(
        "more than",
        graph -> {
          graph.addNode(call("f0"));
          for (int i = 0; i < 30; i++) {
            String next = "f" + (i + 1);
            graph.getLibraryBuilder().addFunction(function("f" + i, call(next), call(next)));
          }
          graph.getLibraryBuilder().addFunction(function("f30", number()));
        });
  }

  @Test
  void constantsThatDoNotFitTheirShapesAreRefused() throws IOException {
    DataType f = DataType.DT_FLOAT;
    refused("repeats", constant(tensor(f, 1L << 30).addFloatVal(1)));
    refused("entries", constant(tensor(f, 1L << 30, 1L << 30).addFloatVal(1)));
    refused("size -7", constant(tensor(f, -7).addFloatVal(1)));
    refused("unknown shape", constant(tensor(f, -1).addFloatVal(1)));
    refused("axes", constant(tensor(f, new long[40]).addFloatVal(1)));
    refused(
        "3 bytes for 1 entries",
        constant(tensor(f).setTensorContent(ByteString.copyFromUtf8("abc"))));
    refused("other numbers", constant(tensor(f, 1).addFloatVal(1).addFloatVal(2)));
    refused("other numbers", constant(tensor(f, 1).addDoubleVal(1)));
    refused("without entries", constant(tensor(f, 0, 3)));
    refused("DT_STRING", constant(tensor(DataType.DT_STRING)));
    refused("DT_RESOURCE", constant(tensor(DataType.DT_RESOURCE)));
    refused("DT_VARIANT", node("Cast").putAttr("SrcT", type(DataType.DT_VARIANT)));
  }

  /** Each is allowed; all of them would fill the memory. */
  @Test
  void manyLargeConstantsAreRefused() throws IOException {
    refused(
        "repeats",
        graph -> {
          for (int i = 0; i < 1000; i++) {
            graph.addNode(
                constant(tensor(DataType.DT_FLOAT, 1 << 20).addFloatVal(1)).setName("c" + i));
          }
        });
  }

  @Test
  void instructionsToTensorFlowAreRefused() throws IOException {
    AttrValue text = AttrValue.newBuilder().setS(ByteString.copyFromUtf8("x")).build();
    refused("device", number().setDevice("/job:worker/task:1"));
    refused("_class", number().putAttr("_class", text));
    refused("_gradient_op_type", number().putAttr("_gradient_op_type", text));
    refused("executor_type", number().putAttr("executor_type", text));
    refused("config_proto", number().putAttr("config_proto", text));
    refused("names a function", number().putAttr("f", called("f")));
    refused(
        "100000000",
        node("Unpack").putAttr("num", AttrValue.newBuilder().setI(100_000_000).build()));
    refused("no value", number().putAttr("x", AttrValue.getDefaultInstance()));
    refused(
        "attributes, state",
        graph -> graph.getLibraryBuilder().getFunctionBuilder(0).putAttr("implements", text));
    refused("gradients", graph -> graph.getLibraryBuilder().addGradientBuilder());
  }

  @Test
  void namesAreUniqueAndPlain() throws IOException {
    refused("two nodes", graph -> graph.addNode(graph.getNode(0)));
    refused("name", function("Add"));
    refused(
        "two functions",
        graph -> graph.getLibraryBuilder().addFunction(graph.getLibrary().getFunction(0)));
    refused("name that is none", number().setName("a b\u001b[31m"));
    refused("arguments n0", functionOf("n0"));
    refused("arguments x", functionOf("x", "x"));
    refused("name that is none", functionOf("n0:output:0"));
    refused("as its input 0", floating("Neg", X + ":0:0"));
  }

  /** A function of arguments with a node n0. */
  private static FunctionDef.Builder functionOf(String... arguments) {
    FunctionDef.Builder function = function("f", number());
    for (String argument : arguments) {
      function.getSignatureBuilder().addInputArgBuilder().setName(argument);
    }
    return function;
  }

  @Test
  void circlesAreRefused() throws IOException {
    refused(
        "node a (Identity) of the graph is among nodes that depend on themselves",
        graph -> {
          graph.addNode(node("Identity").setName("a").addInput("b"));
          graph.addNode(node("Identity").setName("b").addInput("a"));
        });
    NodeDef.Builder own = node("Identity").addInput("n0:output:0");
    refused("depend on themselves", function("f", own));
    refused("not there", node("Identity").addInput("^nowhere"));
  }

  /** Changes the first loop of the model, which is in one of its functions. */
  private static MetaGraphDef withLoop(Consumer<Loop> change) {
    return with(
        graph -> {
          for (FunctionDef.Builder function : graph.getLibraryBuilder().getFunctionBuilderList()) {
            for (NodeDef.Builder node : function.getNodeDefBuilderList()) {
              if (node.getOp().equals("StatelessWhile")) {
                change.accept(new Loop(graph, function, node));
                return;
              }
            }
          }
          throw new AssertionError("the model has no loop");
        });
  }

  private record Loop(GraphDef.Builder graph, FunctionDef.Builder around, NodeDef.Builder node) {
    NodeDef.Builder constant(int input) {
      return source(around, node.getInput(input));
    }

    static NodeDef.Builder source(FunctionDef.Builder function, String output) {
      String name = output.substring(0, output.indexOf(':'));
      return function.getNodeDefBuilderList().stream()
          .filter(each -> each.getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    /** Makes the number of steps a product of constants. */
    void computeSteps() {
      NodeDef.Builder steps = constant(1);
      node.setInput(1, steps.getName() + ":z:0");
      steps
          .setOp("Mul")
          .clearAttr()
          .putAttr("T", type(DataType.DT_INT32))
          .addInput(node.getInput(0))
          .addInput(node.getInput(0));
    }

    FunctionDef.Builder function(String role) {
      String name = node.getAttrOrThrow(role).getFunc().getName();
      return graph.getLibraryBuilder().getFunctionBuilderList().stream()
          .filter(each -> each.getSignature().getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    /** Makes the body yield its count as an output. */
    void yieldTheCount(int output) {
      FunctionDef.Builder body = function("body");
      String name = body.getSignature().getOutputArg(output).getName();
      body.putRet(name, body.getSignature().getInputArg(0).getName());
    }

    /** The node of the body that adds one to its count. */
    NodeDef.Builder sum() {
      FunctionDef.Builder body = function("body");
      return source(body, body.getRetOrThrow(body.getSignature().getOutputArg(0).getName()));
    }

    void set(int input, int value) {
      set(constant(input), value);
    }

    static void set(NodeDef.Builder constant, int value) {
      constant.putAttr("value", number(value).getAttrOrThrow("value"));
    }
  }

  @Test
  void loopsThatDoNotEndAreRefused() throws IOException {
    String rule = "not a loop that counts up to a constant";
    refused("run more than", withLoop(loop -> loop.set(1, Integer.MAX_VALUE)));
    refused(rule, withLoop(loop -> loop.set(0, Integer.MIN_VALUE)));
    refused(rule, withLoop(Loop::computeSteps));
    refused(rule, withLoop(loop -> loop.function("cond").getNodeDefBuilder(0).setOp("LessEqual")));
    refused(
        rule,
        withLoop(
            loop ->
                loop.function("cond")
                    .getNodeDefBuilder(0)
                    .setInput(0, loop.function("cond").getSignature().getInputArg(1).getName())));
    for (int output = 0; output < 2; output++) {
      int of = output;
      refused(rule, withLoop(loop -> loop.yieldTheCount(of)));
    }
    refused(rule, withLoop(loop -> loop.sum().setInput(0, loop.sum().getInput(1))));
    refused(
        rule,
        withLoop(loop -> Loop.set(Loop.source(loop.function("body"), loop.sum().getInput(1)), 0)));
    refused(
        rule, withLoop(loop -> loop.node().putAttr("cond", loop.node().getAttrOrThrow("body"))));
    refused("LogicalOr", withLoop(loop -> combined(loop.function("cond"), "LogicalOr")));
  }

  @Test
  void loopsThatMayEndEarlierAreAccepted() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("model"));
    MetaGraphDef model = withLoop(loop -> combined(loop.function("cond"), "LogicalAnd"));
    Files.write(directory.resolve("saved_model.pb"), ResealedModels.bytes(model));
    CompiledDistribution.load(directory).close();
  }

  /** Combines the condition with itself. */
  private static void combined(FunctionDef.Builder condition, String op) {
    String result = condition.getSignature().getOutputArg(0).getName();
    String less = condition.getRetOrThrow(result);
    condition.addNodeDef(
        NodeDef.newBuilder().setName("combined").setOp(op).addInput(less).addInput(less));
    condition.putRet(result, "combined:z:0");
  }

  /** A model whose entries have distribution functions. */
  private static MetaGraphDef normal() {
    return ServingGraph.build(
        StandardNormal.of(2), 0, new Weights(Map.of()), Tensors.type(Precision.FLOAT32));
  }

  @Test
  void distributionFunctionsAreThoseOfAFlow() throws IOException {
    for (String key : List.of("cdf", "quantile")) {
      refused("signature", ResealedModels.changed(normal(), m -> m.removeSignatureDef(key)));
    }
    TensorShapeProto other = tensor(DataType.DT_FLOAT, -1, 3).getTensorShape();
    refused(
        "another shape",
        ResealedModels.changed(normal(), model -> reshape(model, "quantile", "p", other)));
  }

  private static MetaGraphDef withInput(String signature, Consumer<TensorInfo.Builder> change) {
    return ResealedModels.changed(
        MODEL,
        model -> {
          var changed = model.getSignatureDefOrThrow(signature).toBuilder();
          String name = changed.getInputsMap().keySet().iterator().next();
          TensorInfo.Builder info = changed.getInputsOrThrow(name).toBuilder();
          change.accept(info);
          model.putSignatureDef(signature, changed.putInputs(name, info.build()).build());
        });
  }

  @Test
  void signaturesAreThoseOfAFlow() throws IOException {
    for (String key : List.of("log_prob", "sample", "forward", "inverse", "serving_default")) {
      refused("signature", ResealedModels.changed(MODEL, m -> m.removeSignatureDef(key)));
    }
    refused("no Placeholder", withInput("log_prob", info -> info.setName("nowhere:0")));
    refused("float type", withInput("log_prob", info -> info.setDtype(DataType.DT_STRING)));
    refused(
        "no Placeholder",
        withInput(
            "inverse", info -> info.getTensorShapeBuilder().getDimBuilder(1).setSize(1 << 30)));
    refused(
        "expected the inputs",
        ResealedModels.changed(
            MODEL,
            model -> model.putSignatureDef("sample", model.getSignatureDefOrThrow("log_prob"))));
    refused(
        "the shape [-1, 1048576, 524288]",
        ResealedModels.changed(
            MODEL,
            model -> {
              long[] sizes = {-1, 1 << 20, 1 << 19};
              reshape(model, "log_prob", "x", tensor(DataType.DT_FLOAT, sizes).getTensorShape());
            }));
  }

  /** Gives an input of a signature and its placeholder another shape. */
  private static void reshape(
      MetaGraphDef.Builder model, String key, String input, TensorShapeProto shape) {
    var signature = model.getSignatureDefOrThrow(key).toBuilder();
    TensorInfo x = signature.getInputsOrThrow(input).toBuilder().setTensorShape(shape).build();
    model.putSignatureDef(key, signature.putInputs(input, x).build());
    model.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> (node.getName() + ":0").equals(x.getName()))
        .forEach(node -> node.putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
  }

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

  @Timeout(60)
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
  @Timeout(60)
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
        number(0).setName("axis"),
        integers(floating("ExpandDims", X, "axis").setName("row"), "Tdim"),
        number(1).setName("second"),
        integers(floating("ExpandDims", X, "second").setName("column"), "Tdim"),
        floating("Mul", "row", "column"));
  }

  /** Kernels read these as vectors, and ended the process at scalars. */
  @Timeout(60)
  @Test
  void placesAreVectors() throws IOException {
    NodeDef.Builder three = number("three", tensor(DataType.DT_FLOAT, 3).addFloatVal(1));
    NodeDef.Builder zero = number(0).setName("zero");
    NodeDef.Builder first = number("first", whole(0));
    String rule = "is not a vector";
    refused(
        rule, three, zero, first, integers(floating("Slice", "three", "zero", "first"), "Index"));
    refused(rule, three, zero, integers(floating("Transpose", "three", "zero"), "Tperm"));
    refused(
        "axes of the shape []",
        three,
        zero,
        integers(floating("ReverseV2", "three", "zero"), "Tidx"));
  }

  @Timeout(60)
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
        number(1).setName("one"),
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

  @Timeout(60)
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
