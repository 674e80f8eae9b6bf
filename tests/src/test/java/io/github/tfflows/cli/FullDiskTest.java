package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.TableWriter;
import io.github.tfflows.cli.file.format.Formulas;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.fit.EventFile;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a limit of zero bytes, a message names the file, and nothing is left behind. */
@DisabledOnOs(OS.WINDOWS) // which has no limit on the size of files
class FullDiskTest {
  @TempDir Path folder;

  /** Begins a file of the ending of the first argument in the folder of the second. */
  static final class Beginning {
    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[1]);
      try {
        if (arguments[0].equals("events")) {
          EventFile.in(folder).close();
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

  private String printed(String ending) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.add("ulimit -f 0; exec \"$0\" -XX:-UsePerfData \"$@\"");
    command.addAll(ChildJvm.command(Beginning.class, entry -> true, ending, folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      return String.join("\n", output.lines().toList());
    }
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void tablesAreNamed() throws Exception {
    for (String ending : List.of(".csv", ".csv.gz", ".npy")) {
      String expected = "%s cannot be written: File too large";
      assertEquals(expected.formatted(folder.resolve("rows" + ending)), printed(ending));
    }
    assertNothingLeft();
  }

  @Test
  void curvesAreNamed() throws Exception {
    String printed = printed("events").replaceAll("tfevents\\.\\S+", "tfevents");
    assertEquals(
        folder.resolve("events.out.tfevents") + " cannot be written: File too large", printed);
    assertNothingLeft();
  }
}
