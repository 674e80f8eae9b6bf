package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.ModelDirectory;
import io.github.tfflows.core.serving.ServingGraph;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Folder;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.ObservedFileSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;

/** Exports that are killed, that fail, and that replace a model before its readers. */
class ExportKillsTest {
  private static final Distribution FLOW = DiagonalNormal.trainable(2);

  private static final MetaGraphDef GRAPH =
      ServingGraph.build(FLOW, 0, MovedWeights.of(FLOW, 0), Tensors.type(Precision.FLOAT32));

  private static final ExportOptions WITH_REQUESTS =
      ExportOptions.defaults().replacing().withWarmUp(Data.of(new float[][] {{1, 2}}));

  /** The files of a complete model with warm-up requests. */
  private static final List<String> COMPLETE =
      List.of("assets.extra", "saved_model.pb", "tfflows.properties", "variables");

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void shutDown() {
    threads.shutdownNow();
  }

  /** Ends an export like a kill: later operations have no effect. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static ModelDescription named(String name) {
    return ModelDescription.of(FLOW, 0).with("name", name);
  }

  private static void export(Path directory, String name) throws IOException {
    SavedModelFiles.write(directory, GRAPH, named(name), WITH_REQUESTS);
  }

  /** Returns the name of the model, of which all is verified. */
  private static String loaded(Path directory) throws IOException {
    SavedModelFiles.Content content = SavedModelFiles.read(directory);
    assertEquals(GRAPH.getGraphDef(), content.model().getGraphDef());
    return content.description().get("name");
  }

  /** Ends an export at an operation on files; returns whether it reached the operation. */
  private static boolean isKilled(Path directory, int operation) throws IOException {
    int[] count = {0};
    ObservedFileSystem.Action action =
        () -> {
          if (++count[0] >= operation) {
            throw new Killed();
          }
        };
    try {
      export(ObservedFileSystem.path(directory, action), "new");
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  @Test
  void aKilledReplacementLeavesTheOldOrTheNewModel() throws IOException {
    Path directory = folder.resolve("model");
    export(directory, "next");
    Set<String> found = new TreeSet<>();
    int operation = 1;
    for (boolean isKilled = true; isKilled; operation++) {
      isKilled = isKilled(directory, operation);
      found.add(loaded(directory));
      assertTrue(Folder.names(folder).size() <= 1, "beside the model");
      assertTrue(Folder.names(directory).size() <= COMPLETE.size() + 1, "in the model");
      assertCleanedUp(directory);
    }
    assertEquals(Set.of("new", "next"), found);
    assertTrue(operation > 30, "operations: " + operation);
  }

  @Test
  void aKilledExportLeavesTheWholeModelOrNone() throws IOException {
    int without = 0;
    int with = 0;
    for (boolean isKilled = true; isKilled; ) {
      Path directory = folder.resolve(without + with + "/model");
      isKilled = isKilled(directory, without + with + 1);
      if (Files.exists(directory)) {
        assertEquals("new", loaded(directory));
        with++;
      } else {
        without++;
      }
      if (Files.exists(Objects.requireNonNull(directory.getParent()))) {
        assertTrue(beside(directory).size() <= 2, () -> "beside " + directory);
      }
      assertCleanedUp(directory);
    }
    assertTrue(without > 10 && with > 3, without + " before the model appears, after it " + with);
  }

  private static void assertCleanedUp(Path directory) throws IOException {
    export(directory, "next");
    assertEquals("next", loaded(directory));
    assertEquals(List.of("model"), beside(directory));
    assertEquals(COMPLETE, Folder.names(directory));
  }

  /** The exports of which one operation each finds the disk full: the next of all, in turn. */
  private static final class FullDisk {
    private int operation;
    private int failures;

    /** Exports; returns whether the export reached the operation that fails. */
    boolean isReached(Path directory) throws IOException {
      int[] left = {++operation};
      ObservedFileSystem.Action full =
          () -> {
            if (--left[0] == 0) {
              throw new IOException("No space left on device");
            }
          };
      try {
        export(ObservedFileSystem.path(directory, full), "new");
      } catch (IOException e) {
        failures++; // of the disk, or of a look at a file that then seems to be missing
      }
      return left[0] <= 0;
    }
  }

  @Test
  void anExportThatFailsKeepsAWholeModelAndLeavesNothing() throws IOException {
    Path directory = folder.resolve("model");
    FullDisk disk = new FullDisk();
    for (boolean isReached = true; isReached; ) {
      export(directory, "old");
      isReached = disk.isReached(directory);
      assertTrue(Set.of("old", "new").contains(loaded(directory)));
      assertEquals(List.of("model"), Folder.names(folder));
    }
    assertTrue(disk.failures > 15, disk.failures + " failures");
  }

  @Test
  void anExportThatFailsLeavesNoEmptyDirectories() throws IOException {
    FullDisk disk = new FullDisk();
    int clean = 0;
    for (boolean isReached = true; isReached; ) {
      Path old = Files.createDirectory(folder.resolve("after " + disk.operation));
      isReached = disk.isReached(old.resolve("new/newer/model"));
      Path inner = old.resolve("new/newer"); // holds a model, or a draft that cannot be deleted
      assertTrue(
          Files.exists(inner) ? !Folder.names(inner).isEmpty() : Folder.names(old).isEmpty());
      clean += Files.exists(inner) ? 0 : 1;
    }
    assertTrue(disk.failures > 10, disk.failures + " failures");
    assertTrue(clean > 10, clean + " without traces");
  }

  /** Exports to the first argument, and ends with the operation that the second one numbers. */
  static final class Exporter {
    public static void main(String[] arguments) throws IOException {
      int last = Integer.parseInt(arguments[1]);
      int[] count = {0};
      ObservedFileSystem.Action action =
          () -> {
            if (++count[0] >= last) {
              Runtime.getRuntime().halt(137);
            }
          };
      export(ObservedFileSystem.path(Path.of(arguments[0]), action), "new");
    }

    private Exporter() {}
  }

  /** Whether a process of its own ended at an operation of its export. */
  private static boolean isHalted(Path directory, int operation) throws Exception {
    ChildJvm.Outcome outcome =
        ChildJvm.run(
            Exporter.class, entry -> true, directory.toString(), Integer.toString(operation));
    assertTrue(outcome.status() == 137 || outcome.status() == 0, () -> "" + outcome.lines());
    return outcome.status() == 137;
  }

  @Test
  void theNextExportCleansUpAfterAnotherProcess() throws Exception {
    Path directory = folder.resolve("model");
    assertTrue(isHalted(directory, 14));
    assertThrows(NoSuchFileException.class, () -> SavedModelFiles.read(directory));
    assertEquals(1, Folder.names(folder).size(), () -> "a draft in " + folder);
    assertCleanedUp(directory);
  }

  @Tag("slow")
  @Test
  void aProcessThatIsKilledAtAnyOperationLeavesTheOldOrTheNewModel() throws Exception {
    Path directory = folder.resolve("model");
    int operation = 1;
    for (boolean isHalted = true; isHalted; operation++) {
      export(directory, "old");
      isHalted = isHalted(directory, operation);
      assertTrue(Set.of("old", "new").contains(loaded(directory)));
      assertCleanedUp(directory);
    }
    System.out.println("killed at each of " + (operation - 2) + " operations");
  }

  @Test
  void warmUpRequestsAndFilesOfOtherSoftwareGoWithTheirModel() throws IOException {
    Path directory = folder.resolve("model");
    export(directory, "old");
    Files.writeString(directory.resolve("fingerprint.pb"), "other");
    Files.writeString(directory.resolve("variables/variables.index"), "other");
    Files.writeString(directory.resolve("notes.txt"), "mine");
    SavedModelFiles.write(directory, GRAPH, named("new"), ExportOptions.defaults().replacing());
    assertEquals("new", loaded(directory));
    assertEquals(List.of(), Folder.names(directory.resolve("variables")));
    assertEquals(List.of(), Folder.names(directory.resolve("assets.extra")));
    assertFalse(Files.exists(directory.resolve("fingerprint.pb")));
    assertEquals("mine", Files.readString(directory.resolve("notes.txt")));
  }

  @Test
  void aModelBehindALinkIsReplacedWhereItIs() throws IOException {
    Path directory = folder.resolve("elsewhere/model");
    export(directory, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
    export(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", loaded(directory));
    assertEquals(List.of("elsewhere", "link"), Folder.names(folder));
  }

  @Test
  void aLinkToNothingIsNoModel() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    Expect.failed(
        FileAlreadyExistsException.class,
        link + ": expected a SavedModel to replace",
        () -> export(link, "new"));
    Expect.failed(
        FileAlreadyExistsException.class,
        link + ": expected a new directory",
        () -> SavedModelFiles.write(link, GRAPH, named("new"), ExportOptions.defaults()));
    assertEquals(List.of("link"), Folder.names(folder));
  }

  @Test
  void theReadableDescriptionNamesTheFileThatItDescribes() throws Exception {
    Path directory = folder.resolve("model");
    export(directory, "old");
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(Files.readAllBytes(directory.resolve(ModelDirectory.MODEL)));
    String expected = "saved_model.pb.sha256=" + HexFormat.of().formatHex(digest);
    assertTrue(Files.readAllLines(directory.resolve("tfflows.properties")).contains(expected));
    Files.delete(directory.resolve("tfflows.properties"));
    assertEquals("old", loaded(directory));
  }

  private static List<String> beside(Path directory) throws IOException {
    return Folder.names(Objects.requireNonNull(directory.getParent()));
  }

  private static final int REPLACEMENTS = 60;
  private static final float[][] X = {{0.5f, -1}};

  @Test
  void aReaderFindsAWholeModelAtEveryInstantOfManyReplacements() throws Exception {
    Path directory = folder.resolve("model");
    try (CompiledDistribution one =
            CompiledDistribution.compile(FLOW, 0, MovedWeights.of(FLOW, 0), Execution.defaults());
        CompiledDistribution two = CompiledDistribution.compile(FLOW, 0)) {
      List<CompiledDistribution> models = List.of(one, two);
      List<Float> expected = List.of(one.logProb(X)[0], two.logProb(X)[0]);
      one.export(directory, WITH_REQUESTS.describing("which", "0"));
      Future<Integer> replacements =
          threads.submit(
              () -> {
                for (int i = 1; i <= REPLACEMENTS; i++) {
                  models
                      .get(i % 2)
                      .export(
                          directory, WITH_REQUESTS.describing("which", Integer.toString(i % 2)));
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
    }
    assertEquals(List.of("model"), Folder.names(folder));
  }

  @Test
  void threadsThatExportToOnePlaceTakeTurns() throws Exception {
    Path directory = folder.resolve("deep/model");
    List<Callable<String>> exports =
        IntStream.range(0, 24)
            .mapToObj(Integer::toString)
            .<Callable<String>>map(
                name ->
                    () -> {
                      export(directory, name);
                      return SavedModelFiles.read(directory).description().get("name");
                    })
            .toList();
    for (Future<String> replace : threads.invokeAll(exports)) {
      assertTrue(Integer.parseInt(replace.get()) < 24);
    }
    assertEquals(List.of("model"), Folder.names(folder.resolve("deep")));
    assertEquals(4, Folder.names(directory).size());
    String name = SavedModelFiles.read(directory).description().get("name");
    assertTrue(
        Files.readAllLines(directory.resolve("tfflows.properties")).contains("name=" + name));
  }

  @Test
  void ofThreadsThatExportANewModelOneSucceeds() throws Exception {
    Callable<Integer> replace =
        () -> {
          try {
            SavedModelFiles.write(
                folder.resolve("model"),
                GRAPH,
                ModelDescription.of(FLOW, 0),
                ExportOptions.defaults());
            return 1;
          } catch (FileAlreadyExistsException e) {
            return 0;
          }
        };
    int successes = 0;
    for (Future<Integer> done : threads.invokeAll(List.of(replace, replace, replace, replace))) {
      successes += done.get();
    }
    assertEquals(1, successes);
    assertEquals(List.of("model"), Folder.names(folder));
  }

  /** Exports several times to the first argument. */
  static final class Replacing {
    public static void main(String[] arguments) throws IOException {
      for (int i = 0; i < 30; i++) {
        export(Path.of(arguments[0]), "child");
      }
    }

    private Replacing() {}
  }

  @Test
  void processesThatExportToOnePlaceTakeTurns() throws Exception {
    Path directory = folder.resolve("model");
    Future<ChildJvm.Outcome> child =
        threads.submit(() -> ChildJvm.run(Replacing.class, entry -> true, directory.toString()));
    int count = 0;
    for (; !child.isDone(); count++) {
      export(directory, "parent");
      String name = SavedModelFiles.read(directory).description().get("name");
      assertTrue(Set.of("child", "parent").contains(name), name);
    }
    ChildJvm.Outcome outcome = child.get();
    assertEquals(0, outcome.status(), () -> String.join("\n", outcome.lines()));
    assertTrue(count > 5, count + " exports of the parent");
    assertEquals(List.of("model"), Folder.names(folder));
    assertEquals(4, Folder.names(directory).size());
  }
}
