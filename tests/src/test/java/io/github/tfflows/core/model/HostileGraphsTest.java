package io.github.tfflows.core.model;

import static io.github.tfflows.core.model.HostileModels.assertRefused;
import static io.github.tfflows.core.model.HostileModels.call;
import static io.github.tfflows.core.model.HostileModels.called;
import static io.github.tfflows.core.model.HostileModels.constant;
import static io.github.tfflows.core.model.HostileModels.function;
import static io.github.tfflows.core.model.HostileModels.node;
import static io.github.tfflows.core.model.HostileModels.number;
import static io.github.tfflows.core.model.HostileModels.tensor;
import static io.github.tfflows.core.model.HostileModels.type;
import static io.github.tfflows.core.model.HostileModels.with;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** Malicious graphs are refused before they are built. */
@Timeout(30)
class HostileGraphsTest {
  @TempDir Path folder;

  @Test
  void theModelItselfIsAccepted() throws IOException {
    ResealedModels.write(HostileModels.MODEL, folder.resolve("model"));
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
    assertRefused(folder, op, with(node(op)));
    assertRefused(
        folder, op, with(graph -> graph.getLibraryBuilder().addFunction(function("f", node(op)))));
  }

  @Test
  void recursionIsRefused() throws IOException {
    assertRefused(
        folder,
        "calls itself",
        with(
            graph -> {
              graph.addNode(call("f"));
              graph.getLibraryBuilder().addFunction(function("f", call("f")));
            }));
    assertRefused(
        folder,
        "calls itself",
        with(
            graph -> {
              graph.addNode(call("f"));
              graph.getLibraryBuilder().addFunction(function("f", number(), call("g")));
              graph.getLibraryBuilder().addFunction(function("g", call("f")));
            }));
    assertRefused(folder, "not there", with(call("nowhere")));
    assertRefused(
        folder,
        "not there",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", call("nowhere")))));
  }

  /** TensorFlow's optimizer ended the process at this one. */
  @Test
  void nodesAreAsTheirOpsDeclare() throws IOException {
    FunctionDef.Builder constant =
        function("f", constant(tensor(DataType.DT_INT32).addIntVal(1)).removeAttr("value"));
    assertRefused(
        folder,
        "has nothing as its attribute value",
        with(graph -> graph.getLibraryBuilder().addFunction(constant)));
    assertRefused(
        folder,
        "as its input 0",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", node("LogicalAnd")))));
    assertRefused(
        folder,
        "DT_INT64 in place of DT_INT32",
        with(
            constant(tensor(DataType.DT_INT64).addInt64Val(1))
                .putAttr("dtype", type(DataType.DT_INT32))));
    assertRefused(folder, "its op lacks: x", with(number().putAttr("x", type(DataType.DT_INT32))));
    NodeDef.Builder gather =
        node("GatherV2").putAttr("batch_dims", AttrValue.newBuilder().setI(7).build());
    assertRefused(folder, "has 7", with(gather));
    assertRefused(
        folder,
        "another kind",
        with(node("Placeholder").putAttr("dtype", AttrValue.newBuilder().setI(1).build())));
  }

  /** 2³⁰ copies of a node, once TensorFlow has inlined the calls. */
  @Test
  void functionsThatMultiplyAreRefused() throws IOException {
    assertRefused(
        folder,
        "more than",
        with(
            graph -> {
              graph.addNode(call("f0"));
              for (int i = 0; i < 30; i++) {
                String next = "f" + (i + 1);
                graph.getLibraryBuilder().addFunction(function("f" + i, call(next), call(next)));
              }
              graph.getLibraryBuilder().addFunction(function("f30", number()));
            }));
  }

  @Test
  void constantsThatDoNotFitTheirShapesAreRefused() throws IOException {
    DataType f = DataType.DT_FLOAT;
    assertRefused(folder, "repeats", with(constant(tensor(f, 1L << 30).addFloatVal(1))));
    assertRefused(folder, "entries", with(constant(tensor(f, 1L << 30, 1L << 30).addFloatVal(1))));
    assertRefused(folder, "size -7", with(constant(tensor(f, -7).addFloatVal(1))));
    assertRefused(folder, "unknown shape", with(constant(tensor(f, -1).addFloatVal(1))));
    assertRefused(folder, "axes", with(constant(tensor(f, new long[40]).addFloatVal(1))));
    assertRefused(
        folder,
        "3 bytes for 1 entries",
        with(constant(tensor(f).setTensorContent(ByteString.copyFromUtf8("abc")))));
    assertRefused(
        folder, "other numbers", with(constant(tensor(f, 1).addFloatVal(1).addFloatVal(2))));
    assertRefused(folder, "other numbers", with(constant(tensor(f, 1).addDoubleVal(1))));
    assertRefused(folder, "without entries", with(constant(tensor(f, 0, 3))));
    assertRefused(folder, "DT_STRING", with(constant(tensor(DataType.DT_STRING))));
    assertRefused(folder, "DT_RESOURCE", with(constant(tensor(DataType.DT_RESOURCE))));
    assertRefused(
        folder, "DT_VARIANT", with(node("Cast").putAttr("SrcT", type(DataType.DT_VARIANT))));
  }

  /** Each is allowed; all of them would fill the memory. */
  @Test
  void manyLargeConstantsAreRefused() throws IOException {
    assertRefused(
        folder,
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
    assertRefused(folder, "device", with(number().setDevice("/job:worker/task:1")));
    assertRefused(folder, "_class", with(number().putAttr("_class", text)));
    assertRefused(folder, "_gradient_op_type", with(number().putAttr("_gradient_op_type", text)));
    assertRefused(folder, "executor_type", with(number().putAttr("executor_type", text)));
    assertRefused(folder, "config_proto", with(number().putAttr("config_proto", text)));
    assertRefused(folder, "names a function", with(number().putAttr("f", called("f"))));
    assertRefused(
        folder,
        "100000000",
        with(node("Unpack").putAttr("num", AttrValue.newBuilder().setI(100_000_000).build())));
    assertRefused(folder, "no value", with(number().putAttr("x", AttrValue.getDefaultInstance())));
    assertRefused(
        folder,
        "attributes, state",
        with(graph -> graph.getLibraryBuilder().getFunctionBuilder(0).putAttr("implements", text)));
    assertRefused(
        folder, "gradients", with(graph -> graph.getLibraryBuilder().addGradientBuilder()));
  }

  @Test
  void namesAreUniqueAndPlain() throws IOException {
    assertRefused(folder, "two nodes", with(graph -> graph.addNode(graph.getNode(0))));
    assertRefused(
        folder, "name", with(graph -> graph.getLibraryBuilder().addFunction(function("Add"))));
    assertRefused(
        folder,
        "two functions",
        with(graph -> graph.getLibraryBuilder().addFunction(graph.getLibrary().getFunction(0))));
    assertRefused(folder, "name that is none", with(number().setName("a b\u001b[31m")));
  }

  @Test
  void circlesAreRefused() throws IOException {
    assertRefused(
        folder,
        "depend on themselves",
        with(
            graph -> {
              graph.addNode(node("Identity").setName("a").addInput("b"));
              graph.addNode(node("Identity").setName("b").addInput("a"));
            }));
    NodeDef.Builder own = node("Identity").addInput("n0:output:0");
    assertRefused(
        folder,
        "depend on themselves",
        with(graph -> graph.getLibraryBuilder().addFunction(function("f", own))));
    assertRefused(folder, "not there", with(node("Identity").addInput("^nowhere")));
  }
}
