package io.github.tfflows.core.model;

import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Loops that may not end, and signatures of other models, are refused. */
@Timeout(30)
class HostileLoopsTest extends HostileModels {
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
    refused("run more than", withLoop(loop -> loop.set(1, Integer.MAX_VALUE)));
    refused(rule, withLoop(loop -> loop.set(0, Integer.MIN_VALUE)));
    refused(rule, withLoop(Loop::computeSteps));
    refused(rule, withLoop(loop -> loop.function("cond").getNodeDefBuilder(0).setOp("LessEqual")));
    refused(
        rule,
        withLoop(
            loop -> {
              FunctionDef.Builder body = loop.function("body");
              String first = body.getSignature().getOutputArg(0).getName();
              body.putRet(first, body.getSignature().getInputArg(0).getName());
            }));
    refused(
        rule,
        withLoop(
            loop -> {
              FunctionDef.Builder body = loop.function("body");
              String second = body.getSignature().getOutputArg(1).getName();
              body.putRet(second, body.getSignature().getInputArg(0).getName());
            }));
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
}
