package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Models that somebody made to do harm, with checksums that fit, are refused before they are built.
 */
@Timeout(30)
class HostileModelsTest {
  private static final MetaGraphDef MODEL = ResealedModels.model();

  @TempDir Path folder;

  private void assertRefused(String reason, MetaGraphDef model) throws IOException {
    assertRefused(reason, ResealedModels.bytes(model));
  }

  private void assertRefused(String reason, byte[] bytes) throws IOException {
    Path file = Files.createDirectories(folder.resolve("model")).resolve("saved_model.pb");
    Files.write(file, bytes);
    IOException e =
        assertThrows(
            IOException.class, () -> CompiledDistribution.load(folder.resolve("model")).close());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + " ") && message.contains(reason), message);
    assertTrue(message.length() < 700, message);
  }

  private static MetaGraphDef with(Consumer<GraphDef.Builder> change) {
    return ResealedModels.changed(MODEL, model -> change.accept(model.getGraphDefBuilder()));
  }

  private static MetaGraphDef with(NodeDef.Builder node) {
    return with(graph -> graph.addNode(node));
  }

  private static NodeDef.Builder node(String op) {
    return NodeDef.newBuilder().setName("added").setOp(op);
  }

  private static AttrValue called(String name) {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static NodeDef.Builder constant(TensorProto.Builder value) {
    return node("Const")
        .putAttr("dtype", type(value.getDtype()))
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build());
  }

  private static TensorProto.Builder tensor(DataType type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    tensor.getTensorShapeBuilder();
    for (long size : sizes) {
      tensor.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return tensor;
  }

  private static FunctionDef.Builder function(String name, NodeDef.Builder... nodes) {
    FunctionDef.Builder function =
        FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name));
    for (int i = 0; i < nodes.length; i++) {
      function.addNodeDef(nodes[i].setName("n" + i));
    }
    return function;
  }

  private static NodeDef.Builder call(String name) {
    AttrValue none = AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder()).build();
    return node("PartitionedCall")
        .putAttr("f", called(name))
        .putAttr("Tin", none)
        .putAttr("Tout", none);
  }

  @Test
  void theModelItselfIsAccepted() throws IOException {
    ResealedModels.write(MODEL, folder.resolve("model"));
    try (CompiledDistribution model = CompiledDistribution.load(folder.resolve("model"))) {
      assertEquals(3, model.sample(3, 1).length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abort",
        "Assert",
        "CollectiveReduce",
        "DebugIdentity",
        "DecodeRaw",
        "EagerPyFunc",
        "HashTableV2",
        "ImmutableConst",
        "LookupTableFindV2",
        "MergeV2Checkpoints",
        "MutexV2",
        "Print",
        "PrintV2",
        "PyFunc",
        "PyFuncStateless",
        "QueueEnqueueV2",
        "RandomStandardNormal",
        "ReadFile",
        "ReadVariableOp",
        "RestoreV2",
        "RpcCall",
        "SaveV2",
        "ShardedFilename",
        "StatefulPartitionedCall",
        "StringFormat",
        "TFRecordReaderV2",
        "VarHandleOp",
        "VariableV2",
        "While",
        "WriteFile",
        "XlaCustomCallV2",
        "_Recv",
        "_Send",
        "my::op"
      })
  void opsWithEffectsAreRefused(String op) throws IOException {
    assertRefused(op, with(node(op)));
    assertRefused(
        op, with(graph -> graph.getLibraryBuilder().addFunction(function("f", node(op)))));
  }

  @Test
  void recursionIsRefused() throws IOException {
    assertRefused(
        "calls itself",
        with(
            graph -> {
              graph.addNode(call("f"));
              graph.getLibraryBuilder().addFunction(function("f", call("f")));
            }));
    assertRefused(
        "calls itself",
        with(
            graph -> {
              graph.addNode(call("f"));
              graph.getLibraryBuilder().addFunction(function("f", node("NoOp"), call("g")));
              graph.getLibraryBuilder().addFunction(function("g", call("f")));
            }));
    assertRefused("calls no function", with(call("nowhere")));
    assertRefused(
        "not there",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", call("nowhere")))));
  }

  /** TensorFlow's optimizer ended the process at this one. */
  @Test
  void nodesAreAsTheirOpsDeclare() throws IOException {
    FunctionDef.Builder constant =
        function("f", constant(tensor(DataType.DT_INT32).addIntVal(1)).removeAttr("value"));
    assertRefused(
        "has nothing as its attribute value",
        with(graph -> graph.getLibraryBuilder().addFunction(constant)));
    assertRefused(
        "as its input 0",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", node("LogicalNot")))));
    assertRefused(
        "DT_INT64 in place of DT_INT32",
        with(
            constant(tensor(DataType.DT_INT64).addInt64Val(1))
                .putAttr("dtype", type(DataType.DT_INT32))));
    assertRefused("its op lacks: x", with(node("NoOp").putAttr("x", type(DataType.DT_INT32))));
    assertRefused(
        "another kind",
        with(node("Placeholder").putAttr("dtype", AttrValue.newBuilder().setI(1).build())));
  }

  /** 2³⁰ copies of a node, once TensorFlow has inlined the calls. */
  @Test
  void functionsThatMultiplyAreRefused() throws IOException {
    assertRefused(
        "more than",
        with(
            graph -> {
              graph.addNode(call("f0"));
              for (int i = 0; i < 30; i++) {
                String next = "f" + (i + 1);
                graph.getLibraryBuilder().addFunction(function("f" + i, call(next), call(next)));
              }
              graph.getLibraryBuilder().addFunction(function("f30", node("NoOp")));
            }));
  }

  @Test
  void constantsThatDoNotFitTheirShapesAreRefused() throws IOException {
    DataType f = DataType.DT_FLOAT;
    assertRefused("repeats", with(constant(tensor(f, 1L << 30).addFloatVal(1))));
    assertRefused("entries", with(constant(tensor(f, 1L << 30, 1L << 30).addFloatVal(1))));
    assertRefused("size -7", with(constant(tensor(f, -7).addFloatVal(1))));
    assertRefused("unknown shape", with(constant(tensor(f, -1).addFloatVal(1))));
    assertRefused("axes", with(constant(tensor(f, new long[40]).addFloatVal(1))));
    assertRefused(
        "3 bytes for 1 entries",
        with(constant(tensor(f).setTensorContent(ByteString.copyFromUtf8("abc")))));
    assertRefused("other numbers", with(constant(tensor(f, 1).addFloatVal(1).addFloatVal(2))));
    assertRefused("other numbers", with(constant(tensor(f, 1).addDoubleVal(1))));
    assertRefused("without entries", with(constant(tensor(f, 0, 3))));
    assertRefused("DT_STRING", with(constant(tensor(DataType.DT_STRING))));
    assertRefused("DT_RESOURCE", with(constant(tensor(DataType.DT_RESOURCE))));
    assertRefused("DT_VARIANT", with(node("Cast").putAttr("SrcT", type(DataType.DT_VARIANT))));
  }

  /** Each is allowed; all of them would fill the memory. */
  @Test
  void manyLargeConstantsAreRefused() throws IOException {
    assertRefused(
        "repeats",
        with(
            graph -> {
              for (int i = 0; i < 1000; i++) {
                graph.addNode(
                    constant(tensor(DataType.DT_FLOAT, 1 << 20).addFloatVal(1)).setName("c" + i));
              }
            }));
  }

  @Test
  void instructionsToTensorFlowAreRefused() throws IOException {
    AttrValue text = AttrValue.newBuilder().setS(ByteString.copyFromUtf8("x")).build();
    assertRefused("device", with(node("NoOp").setDevice("/job:worker/task:1")));
    assertRefused("_class", with(node("NoOp").putAttr("_class", text)));
    assertRefused("_gradient_op_type", with(node("NoOp").putAttr("_gradient_op_type", text)));
    assertRefused("executor_type", with(node("NoOp").putAttr("executor_type", text)));
    assertRefused("config_proto", with(node("NoOp").putAttr("config_proto", text)));
    assertRefused("names a function", with(node("NoOp").putAttr("f", called("f"))));
    assertRefused(
        "100000000",
        with(node("Unpack").putAttr("num", AttrValue.newBuilder().setI(100_000_000).build())));
    assertRefused("no value", with(node("NoOp").putAttr("x", AttrValue.getDefaultInstance())));
    assertRefused(
        "attributes, state",
        with(graph -> graph.getLibraryBuilder().getFunctionBuilder(0).putAttr("implements", text)));
    assertRefused("gradients", with(graph -> graph.getLibraryBuilder().addGradientBuilder()));
  }

  @Test
  void namesAreUniqueAndPlain() throws IOException {
    assertRefused("two nodes", with(graph -> graph.addNode(graph.getNode(0))));
    assertRefused("name", with(graph -> graph.getLibraryBuilder().addFunction(function("Add"))));
    assertRefused(
        "two functions",
        with(graph -> graph.getLibraryBuilder().addFunction(graph.getLibrary().getFunction(0))));
    assertRefused("name that is none", with(node("NoOp").setName("a b\u001b[31m")));
  }

  @Test
  void circlesAreRefused() throws IOException {
    assertRefused(
        "depend on themselves",
        with(
            graph -> {
              graph.addNode(node("Identity").setName("a").addInput("b"));
              graph.addNode(node("Identity").setName("b").addInput("a"));
            }));
    NodeDef.Builder own = node("Identity").addInput("n0:output:0");
    assertRefused(
        "depend on themselves",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", own))));
    assertRefused("not there", with(node("Identity").addInput("^nowhere")));
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
      String source = node.getInput(input);
      String name = source.substring(0, source.indexOf(':'));
      return around.getNodeDefBuilderList().stream()
          .filter(each -> each.getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    FunctionDef.Builder function(String role) {
      String name = node.getAttrOrThrow(role).getFunc().getName();
      return graph.getLibraryBuilder().getFunctionBuilderList().stream()
          .filter(each -> each.getSignature().getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    void set(int input, int value) {
      constant(input)
          .putAttr(
              "value",
              AttrValue.newBuilder().setTensor(tensor(DataType.DT_INT32).addIntVal(value)).build());
    }
  }

  @Test
  void loopsThatDoNotEndAreRefused() throws IOException {
    String rule = "no loop that counts up to a constant";
    assertRefused("run more than", withLoop(loop -> loop.set(1, Integer.MAX_VALUE)));
    assertRefused(rule, withLoop(loop -> loop.set(0, Integer.MIN_VALUE)));
    assertRefused(
        rule, withLoop(loop -> loop.constant(1).setOp("Placeholder").removeAttr("value")));
    assertRefused(
        rule, withLoop(loop -> loop.function("cond").getNodeDefBuilder(0).setOp("NotEqual")));
    assertRefused(
        rule,
        withLoop(
            loop -> {
              FunctionDef.Builder body = loop.function("body");
              String first = body.getSignature().getOutputArg(0).getName();
              body.putRet(first, body.getSignature().getInputArg(0).getName());
            }));
    assertRefused(
        rule,
        withLoop(
            loop -> {
              FunctionDef.Builder body = loop.function("body");
              String second = body.getSignature().getOutputArg(1).getName();
              body.putRet(second, body.getSignature().getInputArg(0).getName());
            }));
    assertRefused(
        rule, withLoop(loop -> loop.node().putAttr("cond", loop.node().getAttrOrThrow("body"))));
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
      assertRefused("signature", ResealedModels.changed(MODEL, m -> m.removeSignatureDef(key)));
    }
    assertRefused("no Placeholder", withInput("log_prob", info -> info.setName("nowhere:0")));
    assertRefused("float type", withInput("log_prob", info -> info.setDtype(DataType.DT_STRING)));
    assertRefused(
        "no Placeholder",
        withInput(
            "inverse", info -> info.getTensorShapeBuilder().getDimBuilder(1).setSize(1 << 30)));
    assertRefused(
        "expected the inputs",
        ResealedModels.changed(
            MODEL,
            model -> model.putSignatureDef("sample", model.getSignatureDefOrThrow("log_prob"))));
    assertRefused(
        "the shape [-1, 1048576, 524288]",
        ResealedModels.changed(
            MODEL,
            model -> {
              long[] sizes = {-1, 1 << 20, 1 << 19};
              reshape(model, "log_prob", tensor(DataType.DT_FLOAT, sizes).getTensorShape());
            }));
  }

  /** Gives the input of a density and its placeholder another shape. */
  private static void reshape(MetaGraphDef.Builder model, String key, TensorShapeProto shape) {
    var signature = model.getSignatureDefOrThrow(key).toBuilder();
    TensorInfo x = signature.getInputsOrThrow("x").toBuilder().setTensorShape(shape).build();
    model.putSignatureDef(key, signature.putInputs("x", x).build());
    model.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> (node.getName() + ":0").equals(x.getName()))
        .forEach(node -> node.putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
  }

  @Test
  void fieldsThatCannotBeCheckedAreRefused() throws IOException {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .mergeField(1000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    assertRefused(
        "number 1000 of NodeDef", with(graph -> graph.getNodeBuilder(0).setUnknownFields(unknown)));
    byte[] once = ResealedModels.bytes(MODEL);
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(once);
    twice.write(once);
    assertRefused("several graphs", sealed(Arrays.copyOf(twice.toByteArray(), twice.size() - 32)));
  }

  /** Appends the checksum of the bytes before it. */
  private static byte[] sealed(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      byte[] all = Arrays.copyOf(bytes, bytes.length + digest.length);
      System.arraycopy(digest, 0, all, bytes.length, digest.length);
      return all;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** 200,000 groups in one another overflowed the stack of protobuf 3.21 (CVE-2024-7254). */
  @Test
  void nestedGroupsEndNothing() throws IOException {
    byte[] groups = new byte[400_000];
    Arrays.fill(groups, (byte) 0x0b); // field 1, the beginning of a group
    assertRefused("group", sealed(groups));
    assertRefused("", groups);
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
    assertRefused("nested", sealed(saved));
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
    assertRefused("memory", sealed(saved));
  }

  @Test
  void aFileLargerThanProtobufReadsIsRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("large"));
    try (var file = new RandomAccessFile(directory.resolve("saved_model.pb").toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    IOException e = assertThrows(IOException.class, () -> CompiledDistribution.load(directory));
    assertTrue(String.valueOf(e.getMessage()).contains("3221225472 bytes"), e.getMessage());
  }

  @Test
  void entriesOfCollectionsDoNotComeAlong() throws IOException {
    ResealedModels.write(MODEL, folder.resolve("model"));
    assertEquals(
        Map.of(), SavedModelFiles.read(folder.resolve("model")).model().getCollectionDefMap());
  }
}
