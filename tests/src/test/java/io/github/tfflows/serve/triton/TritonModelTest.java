package io.github.tfflows.serve.triton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TritonModelTest {
  @TempDir static Path folder;
  private static Path model = Path.of("");

  @BeforeAll
  static void export() throws IOException {
    model = folder.resolve("normal");
    try (CompiledDistribution normal =
        CompiledDistribution.compile(
            DiagonalNormal.fixed(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)), 1)) {
      normal.export(model, ExportOptions.defaults().withVersion(1));
      normal.export(model, ExportOptions.defaults().withVersion(2));
    }
    model = model.resolve("1");
  }

  @Test
  void requestsOfRowsAreJoined() throws IOException {
    assertEquals(
        """
        backend: "python"
        max_batch_size: 1024
        dynamic_batching { }
        parameters { key: "signature" value { string_value: "log_prob" } }
        instance_group [ { kind: KIND_CPU } ]
        input [
          { name: "x" data_type: TYPE_FP32 dims: [3] }
        ]
        output [
          { name: "log_prob" data_type: TYPE_FP32 dims: [1] reshape { shape: [ ] } }
        ]
        """,
        TritonModel.of(model, "log_prob").configuration());
  }

  @Test
  void drawsAreNot() throws IOException {
    assertEquals(
        """
        backend: "python"
        max_batch_size: 0
        parameters { key: "signature" value { string_value: "sample" } }
        instance_group [ { kind: KIND_CPU } ]
        input [
          { name: "count" data_type: TYPE_INT32 dims: [1] },
          { name: "seed" data_type: TYPE_INT64 dims: [2] }
        ]
        output [
          { name: "log_prob" data_type: TYPE_FP32 dims: [-1] },
          { name: "x" data_type: TYPE_FP32 dims: [-1, 3] }
        ]
        """,
        TritonModel.of(model, "sample").configuration());
  }

  @Test
  void aConfigurationThatIsThereStays() throws IOException {
    TritonModel.of(model, "log_prob").addTo(model);
    Path configuration = folder.resolve("normal/config.pbtxt");
    assertTrue(Files.readString(configuration).contains("\"log_prob\""));
    Files.writeString(configuration, "mine");
    Path second = folder.resolve("normal/2");
    TritonModel.of(second, "log_prob").addTo(second);
    assertEquals("mine", Files.readString(configuration));
    assertEquals(
        Files.readString(model.resolve("model.py")), Files.readString(second.resolve("model.py")));
    try (Stream<Path> files = Files.walk(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
    }
  }

  @Test
  void aConfigurationOfAnotherSignatureIsRefused() throws IOException {
    TritonModel.of(model, "log_prob").addTo(model);
    Expect.rejected(
        folder.resolve("normal/config.pbtxt").toAbsolutePath()
            + " serves the signature log_prob; export sample to another directory",
        () -> TritonModel.of(model, "sample").addTo(model));
    TritonModel.of(model, "log_prob").addTo(model);
  }

  @Test
  void signaturesThatTheModelLacksAreNamed() {
    Expect.rejected(
        model
            + " has no signature score; it has [cdf, log_prob, quantile, sample,"
            + " serving_default]",
        () -> TritonModel.of(model, "score"));
  }
}
