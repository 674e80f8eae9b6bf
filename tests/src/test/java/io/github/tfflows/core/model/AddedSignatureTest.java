package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

class AddedSignatureTest extends HostileModels {
  private static final int FEATURES = 26;

  /** Twice the log-density of three times a point. */
  private record Scaled(String name) implements AddedSignature {
    @Override
    public Ends build(Ops tf, Model model) {
      Operand<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, FEATURES)));
      Operand<TFloat32> logProb =
          model.call("log_prob", Map.of("x", tf.math.mul(x, tf.constant(3f))), "log_prob");
      return new Ends(Map.of("third", x), Map.of("double", tf.math.mul(logProb, tf.constant(2f))));
    }
  }

  private static CompiledDistribution model() {
    return CompiledDistribution.compile(ResealedModels.FLOW, 0, 1, Execution.defaults());
  }

  @Test
  void isServedBesideThoseOfTheModelAndLeftOutByLoad() throws IOException {
    float[][] x = TestRows.gaussian(5, FEATURES, 1);
    float[] expected;
    try (CompiledDistribution model = model()) {
      model.export(
          folder.resolve("m"),
          ExportOptions.defaults().withSignatures(List.of(new Scaled("scaled"))));
      float[][] tripled = new float[5][FEATURES];
      for (int i = 0; i < 5; i++) {
        for (int k = 0; k < FEATURES; k++) {
          tripled[i][k] = 3 * x[i][k];
        }
      }
      expected = model.logProb(tripled);
    }
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.resolve("m").toString(), "serve");
        TFloat32 points = TFloat32.tensorOf(StdArrays.ndCopyOf(x));
        Result result = bundle.function("scaled").call(Map.of("third", points))) {
      TFloat32 found = (TFloat32) result.get("double").orElseThrow();
      for (int i = 0; i < 5; i++) {
        assertEquals(2 * expected[i], found.getFloat(i), 1e-3f);
      }
    }
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("m"))) {
      assertArrayEquals(model().logProb(x), loaded.logProb(x), 1e-4f);
      Expect.rejected(
          "the model has no signature scaled", () -> loaded.call("scaled", Map.of()).close());
    }
  }

  /** The log-densities of a point and of its mirror image. */
  private record Mirrored(String name) implements AddedSignature {
    @Override
    public Ends build(Ops tf, Model model) {
      Operand<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, FEATURES)));
      return new Ends(
          Map.of("x", x),
          Map.of(
              "one", model.call("log_prob", Map.of("x", x), "log_prob"),
              "other", model.call("log_prob", Map.of("x", tf.math.neg(x)), "log_prob")));
    }
  }

  /** TensorFlow would optimize a copy of the function for each call otherwise. */
  @Test
  void itsCallsShareOneFunctionThatLoadLeavesOut() throws IOException {
    Path directory = folder.resolve("mirrored");
    try (CompiledDistribution model = model()) {
      model.export(
          directory,
          ExportOptions.defaults()
              .withSignatures(List.of(new Mirrored("mirrored"), new Mirrored("again"))));
    }
    MetaGraphDef exported =
        SavedModel.parseFrom(Files.readAllBytes(directory.resolve("saved_model.pb")))
            .getMetaGraphs(0);
    List<String> called =
        exported.getGraphDef().getNodeList().stream()
            .filter(node -> node.getName().matches("(mirrored|again)/.*PartitionedCall"))
            .map(node -> node.getAttrOrThrow("f").getFunc().getName())
            .toList();
    assertEquals(4, called.size());
    assertEquals(1, called.stream().distinct().count(), called::toString);
    List<FunctionDef> marked =
        exported.getGraphDef().getLibrary().getFunctionList().stream()
            .filter(function -> function.containsAttr("_noinline"))
            .toList();
    assertEquals(
        List.of(called.get(0)),
        marked.stream().map(function -> function.getSignature().getName()).toList());
    CompiledDistribution.load(directory).close(); // functions with attributes are refused
  }

  /** The last of the models has no map, and could otherwise not be loaded. */
  @Test
  void refusesTheNamesOfTheModelsOwn() {
    for (String name : List.of("log_prob", "forward", "serving_default")) {
      try (CompiledDistribution model = model()) {
        assertRefusedName(model, name);
      }
    }
    try (CompiledDistribution model =
        CompiledDistribution.compile(StandardNormal.of(FEATURES), 0, 1, Execution.defaults())) {
      assertRefusedName(model, "forward");
    }
  }

  private void assertRefusedName(CompiledDistribution model, String name) {
    ExportOptions options = ExportOptions.defaults().withSignatures(List.of(new Scaled(name)));
    Expect.rejected("a signature " + name, () -> model.export(folder.resolve("n"), options));
  }

  /** A model with a signature of its own that reads a file. */
  private static MetaGraphDef reading(Consumer<MetaGraphDef.Builder> change) {
    return ResealedModels.changed(
        MODEL,
        model -> {
          model.getGraphDefBuilder().addNode(node("ReadFile").setName("evil"));
          TensorInfo.Builder output = TensorInfo.newBuilder().setName("evil:0");
          model.putSignatureDef(
              "extra", SignatureDef.newBuilder().putOutputs("y", output.build()).build());
          change.accept(model);
        });
  }

  @Test
  void itsOpsAreNotLoadedUnlessTheModelNeedsThem() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("extra"));
    Files.write(directory.resolve("saved_model.pb"), ResealedModels.bytes(reading(model -> {})));
    CompiledDistribution.load(directory).close();
    refused(
        "evil",
        reading(
            model ->
                model.getGraphDefBuilder().getNodeBuilderList().stream()
                    .filter(each -> each.getOp().equals("EnsureShape"))
                    .findFirst()
                    .orElseThrow()
                    .addInput("^evil")));
    refused(
        "two nodes",
        reading(
            model -> model.getGraphDefBuilder().addNode(model.getGraphDefBuilder().getNode(0))));
    refused(
        "ReadFile",
        ResealedModels.changed(
            MODEL, model -> model.getGraphDefBuilder().addNode(node("ReadFile").setName("evil"))));
  }
}
