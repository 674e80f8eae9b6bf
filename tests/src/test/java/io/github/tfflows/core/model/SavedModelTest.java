package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.ParameterizedFunction;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.Draft;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Folder;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.Records;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;

class SavedModelTest {
  private static final TransformedDistribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(2),
          Chain.of(
              new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)),
              new Coupling(new Affine(), Mlp.of(16))));

  @TempDir Path folder;

  private static CompiledDistribution model(int contextSize) {
    return CompiledDistribution.compile(
        FLOW, contextSize, MovedWeights.of(FLOW, contextSize), Execution.defaults());
  }

  @Test
  void inputsGoStraightIntoTheFunctions() {
    GraphDef graph =
        ServingGraph.build(
                StandardNormal.of(2), 0, new Weights(Map.of()), Tensors.type(Precision.FLOAT32))
            .getGraphDef();
    Set<String> calls =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals(ParameterizedFunction.CALL))
            .flatMap(node -> node.getInputList().stream())
            .collect(Collectors.toSet());
    assertTrue(calls.contains("log_prob/x"), calls::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aReloadedModelIsTheSameBitForBit(int contextSize) throws IOException {
    float[][] x = TestRows.gaussian(100, 2, 1);
    Rows context =
        contextSize == 0 ? Rows.empty(100) : Rows.of(TestRows.gaussian(100, contextSize, 2));
    try (CompiledDistribution model = model(contextSize)) {
      model.export(folder.resolve("model"));
      try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
        assertEquals(model.weights(), loaded.weights());
        assertEquals(model.description(), loaded.description());
        assertEquals(model.eventShape(), loaded.eventShape());
        assertEquals(contextSize, loaded.contextSize());
        Density one = model.given(context);
        Density other = loaded.given(context);
        assertArrayEquals(one.logProb(x), other.logProb(x));
        assertArrayEquals(one.sample(100, 4), other.sample(100, 4));
        assertArrayEquals(one.inverse(x).value().values(), other.inverse(x).value().values());
      }
    }
  }

  @Test
  void everySignatureIsServedAsDeclared() throws IOException {
    try (CompiledDistribution model = model(0)) {
      model.export(folder.resolve("model"));
    }
    MetaGraphDef saved = SavedModelFiles.read(folder.resolve("model")).model();
    assertEquals(
        Set.of("serving_default", "log_prob", "sample", "forward", "inverse"),
        saved.getSignatureDefMap().keySet());
    saved
        .getSignatureDefMap()
        .values()
        .forEach(s -> assertEquals("tensorflow/serving/predict", s.getMethodName()));
    assertTrue(
        saved.getGraphDef().getNodeList().stream()
            .noneMatch(node -> node.getOp().contains("Variable") || node.getOp().contains("Adam")));
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.resolve("model").toString());
        Tensor x = Tensors.of(Precision.FLOAT32, Shape.of(1, 2), new float[] {0.5f, -1});
        Result result = bundle.function("serving_default").call(Map.of("x", x));
        CompiledDistribution model = model(0)) {
      float served = Tensors.floats(result.get("log_prob").orElseThrow())[0];
      assertEquals(model.logProb(new float[][] {{0.5f, -1}})[0], served);
    }
  }

  @Test
  void anExistingModelIsKeptUnlessToldOtherwise() throws IOException {
    Path directory = folder.resolve("model");
    try (CompiledDistribution model = model(0);
        CompiledDistribution other = CompiledDistribution.compile(FLOW, 1)) {
      model.export(directory);
      byte[] before = Files.readAllBytes(directory.resolve("saved_model.pb"));
      assertThrows(FileAlreadyExistsException.class, () -> other.export(directory));
      assertArrayEquals(before, Files.readAllBytes(directory.resolve("saved_model.pb")));
      other.export(directory, ExportOptions.defaults().replacing());
      assertFalse(Arrays.equals(before, Files.readAllBytes(directory.resolve("saved_model.pb"))));
      assertEquals(List.of("model"), Folder.names(folder), "nothing else is left behind");
    }
  }

  @Test
  void versionsAndWarmUpRequestsAreWrittenForServing() throws IOException {
    Data batch = Data.of(new float[][] {{1, 2}, {3, 4}}, new float[][] {{5}, {6}});
    ExportOptions options = ExportOptions.defaults().withVersion(3).withWarmUp(batch);
    try (CompiledDistribution model = model(1)) {
      model.export(folder.resolve("flow"), options);
    }
    UnknownFieldSet request = warmUp(folder.resolve("flow/3")).get(0);
    assertEquals(2, request.getField(2).getLengthDelimitedList().size());
    assertEquals("log_prob", text(field(request, 1), 3));
    for (var entry : request.getField(2).getLengthDelimitedList()) {
      UnknownFieldSet input = UnknownFieldSet.parseFrom(entry);
      TensorProto tensor = TensorProto.parseFrom(input.getField(2).getLengthDelimitedList().get(0));
      boolean isX = text(input, 1).equals("x");
      assertEquals(isX ? 4 : 2, tensor.getFloatValCount());
      assertEquals(isX ? 4f : 6f, tensor.getFloatVal(tensor.getFloatValCount() - 1));
    }
    Expect.rejected("got 0", () -> ExportOptions.defaults().withVersion(0));
  }

  /** The requests of a model's warm-up file, whose checksums are right. */
  private static List<UnknownFieldSet> warmUp(Path model) throws IOException {
    List<UnknownFieldSet> requests = new ArrayList<>();
    for (byte[] record : Records.of(model.resolve("assets.extra/tf_serving_warmup_requests"))) {
      requests.add(field(field(UnknownFieldSet.parseFrom(record), 6), 1));
    }
    return requests;
  }

  @Test
  void warmUpRequestsHaveTheInputsAndTheTypeOfTheModel() throws IOException {
    Execution wide = Execution.defaults().withPrecision(Precision.FLOAT64);
    Data batch = Data.of(new float[][] {{1, 2.5f}});
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0, 0, wide)) {
      ExportOptions options = ExportOptions.defaults().withVersion(1).withWarmUp(batch, batch);
      model.export(folder.resolve("flow"), options);
    }
    List<UnknownFieldSet> requests = warmUp(folder.resolve("flow/1"));
    assertEquals(2, requests.size());
    for (UnknownFieldSet request : requests) {
      assertEquals(1, request.getField(2).getLengthDelimitedList().size());
      UnknownFieldSet input = field(request, 2);
      assertEquals("x", text(input, 1));
      TensorProto tensor = TensorProto.parseFrom(input.getField(2).getLengthDelimitedList().get(0));
      assertEquals(DataType.DT_DOUBLE, tensor.getDtype());
      assertEquals(List.of(1.0, 2.5), tensor.getDoubleValList());
      assertEquals(0, tensor.getFloatValCount());
      assertEquals(2, tensor.getTensorShape().getDim(1).getSize());
    }
  }

  @Test
  void eachChoiceOfAnExportIsKept() {
    Data batch = Data.of(new float[][] {{1}});
    ExportOptions all =
        ExportOptions.defaults()
            .describing("columns", "a")
            .withCompilation(Compilation.XLA)
            .withWarmUp(batch)
            .withVersion(7)
            .replacing()
            .describing("unit", "m");
    assertEquals(
        new ExportOptions(
            ExportOptions.Existing.REPLACE,
            OptionalLong.of(7),
            List.of(batch),
            Compilation.XLA,
            Map.of("columns", "a", "unit", "m"),
            List.of()),
        all);
    assertEquals(all, all.withCompilation(Compilation.NONE).withCompilation(Compilation.XLA));
    assertEquals(all, all.withVersion(1).withVersion(7).withWarmUp(batch));
  }

  @Test
  void otherModelsAreNotTakenForFlows() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("other"));
    SavedModel none = SavedModel.getDefaultInstance();
    SavedModel other = SavedModel.newBuilder().addMetaGraphs(MetaGraphDef.newBuilder()).build();
    for (SavedModel model : List.of(none, other)) {
      Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
      assertUnreadable("loadTrusted", () -> CompiledDistribution.load(directory));
      assertUnreadable("not a normalizing flow", () -> trusted(directory).close());
    }
  }

  private static CompiledDistribution trusted(Path directory) throws IOException {
    return CompiledDistribution.loadTrusted(directory, Execution.defaults());
  }

  private static void assertUnreadable(String part, Executable load) {
    String message = Expect.message(IOException.class, load);
    assertTrue(message.contains(part) && message.contains("saved_model.pb"), message);
  }

  @Test
  void xlaIsExportedOnRequestOnly() throws IOException {
    Execution xla = Execution.defaults().withCompilation(Compilation.XLA);
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0, 0, xla)) {
      model.export(folder.resolve("plain"));
      model.export(
          folder.resolve("xla"), ExportOptions.defaults().withCompilation(Compilation.XLA));
    }
    assertEquals(0, compiledCalls(folder.resolve("plain")));
    assertEquals(4, compiledCalls(folder.resolve("xla"))); // one a signature; draws never are
    try (CompiledDistribution plain = CompiledDistribution.load(folder.resolve("plain"));
        CompiledDistribution compiled = CompiledDistribution.load(folder.resolve("xla"), xla)) {
      float[][] x = TestRows.gaussian(5, 2, 3);
      assertArrayEquals(plain.logProb(x), compiled.logProb(x), 1e-5f);
    }
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    Expect.failed(
        NoSuchFileException.class, "nope", () -> CompiledDistribution.load(folder.resolve("nope")));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.write(broken.resolve("saved_model.pb"), new byte[] {1, 2, 3});
    assertThrows(IOException.class, () -> CompiledDistribution.load(broken));
    Expect.failed(
        NoSuchFileException.class,
        "there is no such file; expected the directory of a SavedModel, such as model/1",
        () -> CompiledDistribution.load(broken.resolve("saved_model.pb")));
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    Expect.failed( // as where permissions hide it
        FileSystemException.class, "symbolic links", () -> CompiledDistribution.load(loop));
  }

  @Timeout(30)
  @Test
  void aMalformedModelIsAnErrorAndNotAHang() throws IOException {
    try (CompiledDistribution model = model(0)) {
      model.export(folder.resolve("model"));
    }
    Path file = folder.resolve("model/saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    SignatureDef.Builder density =
        saved.getMetaGraphs(0).getSignatureDefOrThrow("log_prob").toBuilder();
    density.putInputs("x", density.getInputsOrThrow("x").toBuilder().setName("nope:0").build());
    saved.getMetaGraphsBuilder(0).putSignatureDef("log_prob", density.build());
    saved.getMetaGraphsBuilder(0).clearCollectionDef();
    Files.write(file, saved.build().toByteArray());
    assertUnreadable("nope", () -> trusted(folder.resolve("model")).close());
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // not to wait forever
  void aDraftThatCannotBeCreatedIsAnError() {
    Path draft = folder.resolve("missing").resolve("draft");
    Expect.failed(
        FileSystemException.class,
        draft + ": cannot be created in " + folder.resolve("missing"),
        () -> Draft.open(draft).close());
  }

  @Test
  void onlyAModelIsReplaced() throws IOException {
    Path other = Files.createDirectory(folder.resolve("thesis"));
    Files.writeString(other.resolve("chapter"), "one");
    try (CompiledDistribution model = model(0)) {
      assertThrows(
          FileAlreadyExistsException.class,
          () -> model.export(other, ExportOptions.defaults().replacing()));
    }
    assertEquals("one", Files.readString(other.resolve("chapter")));
    assertEquals(List.of("thesis"), Folder.names(folder));
  }

  @Test
  void aModelIsAsReadableAsAnyDirectory() throws IOException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    try (CompiledDistribution model = model(0)) {
      model.export(folder.resolve("model"));
    }
    assertEquals(
        Files.getPosixFilePermissions(plain),
        Files.getPosixFilePermissions(folder.resolve("model")));
  }

  @Test
  void whatTheCallerDescribesTravelsWithTheModel() throws IOException {
    ExportOptions options = ExportOptions.defaults().describing("columns", "speed, weight");
    try (CompiledDistribution model = model(0)) {
      model.export(folder.resolve("model"), options);
    }
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
      assertEquals("speed, weight", loaded.description().get("columns"));
      assertTrue(loaded.description().get("library.version").matches("\\d+\\.\\d+.*"));
      Expect.rejected("nope", () -> loaded.description().get("nope"));
    }
  }

  @Test
  void warmUpRowsMustSuitTheModel() throws IOException {
    Data wide = Data.of(new float[1][5]);
    try (CompiledDistribution model = model(0)) {
      Expect.rejected(
          "[5]",
          () -> model.export(folder.resolve("m"), ExportOptions.defaults().withWarmUp(wide)));
    }
    assertEquals(List.of(), Folder.names(folder));
  }

  private static long compiledCalls(Path directory) throws IOException {
    return SavedModelFiles.read(directory).model().getGraphDef().getNodeList().stream()
        .filter(node -> node.containsAttr("_XlaMustCompile"))
        .count();
  }

  private static UnknownFieldSet field(UnknownFieldSet message, int number) throws IOException {
    return UnknownFieldSet.parseFrom(message.getField(number).getLengthDelimitedList().get(0));
  }

  private static String text(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList().get(0).toStringUtf8();
  }
}
