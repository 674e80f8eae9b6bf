package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;

/** Models that are replaced while others read or write them. */
class ReplacementTest {
  private static final Distribution FLOW = DiagonalNormal.trainable(2);
  private static final ExportOptions REPLACING =
      ExportOptions.defaults().replacing().withWarmUp(Data.of(new float[][] {{1, 2}}));
  private static final int REPLACEMENTS = 60;
  private static final float[][] X = {{0.5f, -1}};

  @TempDir Path folder;

  private static MetaGraphDef graph() {
    return ServingGraph.build(FLOW, 0, MovedWeights.of(FLOW, 0), Tensors.type(Precision.FLOAT32));
  }

  private static void export(MetaGraphDef graph, Path directory, String name) throws IOException {
    ModelDescription description = ModelDescription.of(FLOW, 0).with("name", name);
    SavedModelFiles.write(directory, graph, description, REPLACING);
  }

  @Test
  void aReaderFindsAWholeModelAtEveryInstantOfManyReplacements() throws Exception {
    Path directory = folder.resolve("model");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (CompiledDistribution one =
            CompiledDistribution.compile(FLOW, 0, MovedWeights.of(FLOW, 0), Execution.defaults());
        CompiledDistribution two = CompiledDistribution.compile(FLOW, 0)) {
      List<CompiledDistribution> models = List.of(one, two);
      List<Float> expected = List.of(one.logProb(X)[0], two.logProb(X)[0]);
      one.export(directory, REPLACING.describing("which", "0"));
      Future<Integer> replacements =
          other.submit(
              () -> {
                for (int i = 1; i <= REPLACEMENTS; i++) {
                  models
                      .get(i % 2)
                      .export(directory, REPLACING.describing("which", Integer.toString(i % 2)));
                }
                return REPLACEMENTS;
              });
      Set<Integer> read = new TreeSet<>();
      int count = 0;
      for (; !replacements.isDone(); count++) {
        try (CompiledDistribution loaded = CompiledDistribution.load(directory)) {
          int which = Integer.parseInt(loaded.description().get("which"));
          assertEquals(expected.get(which), loaded.logProb(X)[0]);
          read.add(which);
        }
      }
      assertEquals(REPLACEMENTS, replacements.get());
      assertEquals(Set.of(0, 1), read);
      assertTrue(count > 10, count + " readings");
    } finally {
      other.shutdown();
    }
    assertEquals(Set.of("model"), names(folder));
  }

  @Test
  void threadsThatExportToOnePlaceTakeTurns() throws Exception {
    Path directory = folder.resolve("deep/model");
    MetaGraphDef graph = graph();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> exports =
          IntStream.range(0, 24)
              .mapToObj(Integer::toString)
              .map(
                  name ->
                      (Callable<String>)
                          () -> {
                            export(graph, directory, name);
                            return SavedModelFiles.read(directory).description().get("name");
                          })
              .toList();
      for (Future<String> export : threads.invokeAll(exports)) {
        assertTrue(Integer.parseInt(export.get()) < 24);
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(Set.of("model"), names(folder.resolve("deep")));
    assertEquals(4, names(directory).size());
    String name = SavedModelFiles.read(directory).description().get("name");
    assertTrue(
        Files.readAllLines(directory.resolve("tfflows.properties")).contains("name=" + name));
  }

  @Test
  void ofThreadsThatExportANewModelOneSucceeds() throws Exception {
    MetaGraphDef graph = graph();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> export =
          () -> {
            try {
              SavedModelFiles.write(
                  folder.resolve("model"),
                  graph,
                  ModelDescription.of(FLOW, 0),
                  ExportOptions.defaults());
              return 1;
            } catch (FileAlreadyExistsException e) {
              return 0;
            }
          };
      int successes = 0;
      for (Future<Integer> done : threads.invokeAll(List.of(export, export, export, export))) {
        successes += done.get();
      }
      assertEquals(1, successes);
    } finally {
      threads.shutdown();
    }
    assertEquals(Set.of("model"), names(folder));
  }

  /** Exports several times to the first argument. */
  static final class Exporter {
    public static void main(String[] arguments) throws IOException {
      MetaGraphDef graph = graph();
      for (int i = 0; i < 30; i++) {
        export(graph, Path.of(arguments[0]), "child");
      }
    }

    private Exporter() {}
  }

  @Test
  void processesThatExportToOnePlaceTakeTurns() throws Exception {
    Path directory = folder.resolve("model");
    MetaGraphDef graph = graph();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<ChildJvm.Outcome> child =
          other.submit(() -> ChildJvm.run(Exporter.class, entry -> true, directory.toString()));
      int count = 0;
      for (; !child.isDone(); count++) {
        export(graph, directory, "parent");
        String name = SavedModelFiles.read(directory).description().get("name");
        assertTrue(Set.of("child", "parent").contains(name), name);
      }
      ChildJvm.Outcome outcome = child.get();
      assertEquals(0, outcome.status(), () -> String.join("\n", outcome.lines()));
      assertTrue(count > 5, count + " exports of the parent");
    } finally {
      other.shutdown();
    }
    assertEquals(Set.of("model"), names(folder));
    assertEquals(4, names(directory).size());
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
