package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;

/** Malicious models with correct checksums, and the expectation that a load refuses them. */
class HostileModels {
  @TempDir Path folder = Path.of("");

  static final MetaGraphDef MODEL = ResealedModels.model();

  /** Expects that a load refuses a model with a change for a reason. */
  final void refused(String reason, Consumer<GraphDef.Builder> change) throws IOException {
    refused(reason, with(change));
  }

  /** Expects that a load refuses a model with more nodes for a reason. */
  final void refused(String reason, NodeDef.Builder... nodes) throws IOException {
    refused(reason, graph -> Stream.of(nodes).forEach(graph::addNode));
  }

  /** Expects that a load refuses a model with one more function for a reason. */
  final void refused(String reason, FunctionDef.Builder function) throws IOException {
    refused(reason, graph -> graph.getLibraryBuilder().addFunction(function));
  }

  /** Expects that a load refuses a model for a reason. */
  final void refused(String reason, MetaGraphDef model) throws IOException {
    refused(reason, ResealedModels.bytes(model));
  }

  /** Expects that a load refuses a file for a reason, with its name. */
  final void refused(String reason, byte[] bytes) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("model"));
    Path file = directory.resolve("saved_model.pb");
    Files.write(file, bytes);
    String message =
        Expect.message(IOException.class, () -> CompiledDistribution.load(directory).close());
    assertTrue(message.startsWith(file + " ") && message.contains(reason), message);
    assertTrue(message.length() < 700, message);
  }

  static MetaGraphDef with(Consumer<GraphDef.Builder> change) {
    return ResealedModels.changed(MODEL, model -> change.accept(model.getGraphDefBuilder()));
  }

  static NodeDef.Builder node(String op) {
    return NodeDef.newBuilder().setName("added").setOp(op);
  }

  static AttrValue called(String name) {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }

  static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static NodeDef.Builder constant(TensorProto.Builder value) {
    return node("Const")
        .putAttr("dtype", type(value.getDtype()))
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build());
  }

  /** A harmless node. */
  static NodeDef.Builder number() {
    return number(1);
  }

  static NodeDef.Builder number(int value) {
    return constant(tensor(DataType.DT_INT32).addIntVal(value));
  }

  static TensorProto.Builder tensor(DataType type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    tensor.getTensorShapeBuilder();
    for (long size : sizes) {
      tensor.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return tensor;
  }

  static FunctionDef.Builder function(String name, NodeDef.Builder... nodes) {
    FunctionDef.Builder function =
        FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name));
    for (int i = 0; i < nodes.length; i++) {
      function.addNodeDef(nodes[i].setName("n" + i));
    }
    return function;
  }

  static NodeDef.Builder call(String name) {
    AttrValue none = AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder()).build();
    return node("PartitionedCall")
        .putAttr("f", called(name))
        .putAttr("Tin", none)
        .putAttr("Tout", none);
  }
}
