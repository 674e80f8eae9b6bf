package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** Malicious graphs are refused before they are built. */
@Timeout(30)
class HostileGraphsTest extends HostileModels {
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
    refused(op, graph -> graph.getLibraryBuilder().addFunction(function("f", node(op))));
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
    refused(
        "not there",
        graph -> graph.getLibraryBuilder().addFunction(function("f", call("nowhere"))));
  }

  /** TensorFlow's optimizer ended the process at this one. */
  @Test
  void nodesAreAsTheirOpsDeclare() throws IOException {
    FunctionDef.Builder constant =
        function("f", constant(tensor(DataType.DT_INT32).addIntVal(1)).removeAttr("value"));
    refused(
        "has nothing as its attribute value",
        graph -> graph.getLibraryBuilder().addFunction(constant));
    refused(
        "as its input 0",
        graph -> graph.getLibraryBuilder().addFunction(function("f", node("LogicalAnd"))));
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
    refused("name", graph -> graph.getLibraryBuilder().addFunction(function("Add")));
    refused(
        "two functions",
        graph -> graph.getLibraryBuilder().addFunction(graph.getLibrary().getFunction(0)));
    refused("name that is none", number().setName("a b\u001b[31m"));
  }

  @Test
  void circlesAreRefused() throws IOException {
    refused(
        "depend on themselves",
        graph -> {
          graph.addNode(node("Identity").setName("a").addInput("b"));
          graph.addNode(node("Identity").setName("b").addInput("a"));
        });
    NodeDef.Builder own = node("Identity").addInput("n0:output:0");
    refused(
        "depend on themselves", graph -> graph.getLibraryBuilder().addFunction(function("f", own)));
    refused("not there", node("Identity").addInput("^nowhere"));
  }
}
