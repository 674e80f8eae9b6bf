package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.TableWriter;
import io.github.tfflows.cli.file.csv.Formulas;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.fit.EventFile;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.option.CheckpointOptions;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that outputs cannot be written to, and full disks. */
@DisabledOnOs(OS.WINDOWS) // which has other links and no limit on the size of files
class FitOutputsTest {
  private static final String APART = " need directories of their own, of which none is in the";

  @TempDir Path folder;

  /** Reading the table would fail: a check that comes first finds the output instead. */
  @BeforeEach
  void makePlaces() throws IOException {
    Files.writeString(folder.resolve("data.csv"), "x,x\n");
    Files.writeString(folder.resolve("file"), "");
    Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
    Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
  }

  private CommandRun run(String command, String options) {
    return CommandRun.of(placed(command), placed(options));
  }

  private String placed(String words) {
    return words.replace("@", folder + "/");
  }

  private static String reason(CommandRun run) {
    assertTrue(run.status() == 1 || run.status() == 2, run.errors());
    assertEquals("", run.out());
    return run.errors();
  }

  @ParameterizedTest
  @CsvSource({
    "--out @broken, is a broken link; expected a directory",
    "--out @broken --force, is a broken link; expected a directory",
    "--out @file, is a file; expected a new directory",
    "--out @file --force, is a file; expected a new directory",
    "--out @real, is a directory without a model; expected a new directory",
    "--out @file/m, is a file; expected a directory",
    "--out @broken/m, is a broken link; expected a directory",
    "--out @m --checkpoint @file, is a file; expected a directory",
    "--out @m --checkpoint @broken, is a broken link; expected a directory",
    "--out @m --tensorboard @file/t, Not a directory",
    "--out /proc/m, /proc",
    "--out @m --checkpoint /proc/c, /proc/c",
    "--out @m --tensorboard /proc/t, /proc/t",
  })
  void aPlaceThatCannotBeWrittenIsFoundFirst(String options, String expected) {
    String reason = reason(run("fit @data.csv", options));
    assertTrue(reason.contains(expected), reason);
    assertFalse(Files.exists(folder.resolve("m")));
  }

  @ParameterizedTest
  @CsvSource({
    "--out @m --checkpoint @m, --checkpoint and --out",
    "--out @m --checkpoint @m/c, --checkpoint and --out",
    "--out @c/m --checkpoint @c, --checkpoint and --out",
    "--out @link/m --checkpoint @real/m/c, --checkpoint and --out",
    "--out @m --tensorboard @m, --tensorboard and --out",
    "--out @m --tensorboard @x/../m/t, --tensorboard and --out",
    "--out @m --tensorboard @t --checkpoint @t, --tensorboard and --checkpoint",
    "--out @m --tensorboard @link/t --checkpoint @real/t, --tensorboard and --checkpoint",
  })
  void outputsThatTouchEachOtherAreFoundFirst(String options, String expected) {
    for (String command : List.of("fit @data.csv", "refit @real @data.csv")) {
      String reason = reason(run(command, options));
      assertTrue(reason.contains(expected + APART), reason);
    }
  }

  @Test
  void aNameThatIsTooLongForDraftsIsFoundFirst() {
    for (int length : new int[] {250, 256}) {
      String reason = reason(run("fit @data.csv", "--out @" + "n".repeat(length)));
      assertTrue(reason.contains("File name too long"), reason);
    }
  }

  @Test
  void theTrialOfAKilledFitIsNotInTheWay() throws IOException {
    Path trial = Files.createDirectory(folder.resolve(".m.tfflows-part"));
    new ModelTarget(folder.resolve("m"), ExportOptions.Existing.KEEP).require(Inputs.of());
    assertFalse(Files.exists(trial));
  }

  @Test
  void compareFindsAFolderOfCheckpointsThatCannotBeWrittenFirst() {
    String reason = reason(run("compare @data.csv --flows maf", "--checkpoint @file"));
    assertTrue(reason.contains("is a file; expected a directory"), reason);
  }

  @Test
  void exportFindsAPlaceThatCannotBeWrittenFirst() {
    for (String place : List.of("@file", "@broken", "/proc/x")) {
      String reason = reason(run("export @real", place));
      assertTrue(reason.contains(placed(place)), reason);
    }
  }

  @Test
  void linksToDirectoriesArePlacesAsAllOthers() throws IOException {
    ModelTarget target = new ModelTarget(folder.resolve("link/m"), ExportOptions.Existing.KEEP);
    target.require(Inputs.of());
    CheckpointOptions checkpoints = new CheckpointOptions();
    checkpoints.directory = folder.resolve("link");
    checkpoints.require();
  }

  /** Exports to a place; returns the place and the warnings. */
  private static List<String> exported(Path place) throws IOException {
    List<String> said = new ArrayList<>();
    try (CompiledDistribution model = CompiledDistribution.compile(StandardNormal.of(1), 0)) {
      ModelTarget target = new ModelTarget(place, ExportOptions.Existing.KEEP);
      said.add(target.exportSomewhere(model, target.options(), said::add).toString());
    }
    return said;
  }

  @Test
  void aModelWhosePlaceIsTakenMeanwhileIsBesideIt() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    List<String> said = exported(taken);
    Path place = Path.of(said.get(1));
    assertTrue(place.startsWith(folder) && place.endsWith("taken"), said.toString());
    assertTrue(
        said.get(0).startsWith(taken + ": the model cannot be written: something"), said.get(0));
    assertTrue(said.get(0).endsWith("; the model is in " + place), said.get(0));
    CompiledDistribution.load(place).close();
  }

  @Test
  void aModelWhoseFolderHasGoneIsInTheFolderForTemporaryFiles() throws IOException {
    List<String> said = exported(folder.resolve("file/m"));
    Path place = Path.of(said.get(1));
    assertTrue(place.startsWith(System.getProperty("java.io.tmpdir")), said.toString());
    assertTrue(said.get(0).endsWith("; the model is in " + place), said.get(0));
    CompiledDistribution.load(place).close();
  }

  /** Begins a file of the ending of the first argument in the folder of the second. */
  static final class Beginning {
    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[1]);
      try {
        if (arguments[0].equals("events")) {
          EventFile.in(folder.resolve("curves")).close();
        } else if (arguments[0].equals(".html")) {
          Path page = folder.resolve("page.html");
          try (OutputFile output =
              OutputFile.open(page, ExportOptions.Existing.KEEP, Inputs.of())) {
            output.write("text");
          }
        } else {
          write(folder.resolve("rows" + arguments[0]));
        }
        System.out.println("written");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }

    private static void write(Path file) throws IOException {
      OutputFile output = OutputFile.open(file, ExportOptions.Existing.KEEP, Inputs.of());
      List<OutputColumn> columns = List.of(new OutputColumn("a", OutputColumn.Type.NUMBER));
      try (RowSink sink = TableWriter.to(output, columns, Formulas.KEEP)) {
        sink.write(List.of(1f));
        sink.commit();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    ".csv, rows.csv",
    ".csv.gz, rows.csv.gz",
    ".npy, rows.npy",
    ".html, page.html",
    "events, curves/events.out.tfevents",
  })
  void aFileThatADiskHasNoPlaceForIsNamedAndNotLeft(String ending, String file) throws Exception {
    Path place = folder.resolve("real");
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.add("ulimit -f 0; exec \"$0\" -XX:-UsePerfData -Djava.io.tmpdir=" + place + " \"$@\"");
    command.addAll(ChildJvm.command(Beginning.class, entry -> true, ending, place.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader();
        Stream<Path> left = Files.list(place)) {
      String printed = output.readLine().replaceAll("tfevents\\.\\S+", "tfevents");
      assertEquals(place.resolve(file) + " cannot be written: File too large", printed);
      assertEquals(List.of(), left.toList());
    }
  }
}
