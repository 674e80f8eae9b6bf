package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.cli.Main;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"sample", "impute", "predict"})
  void commandsThatModelMissingValuesHaveNoOptionForThem(String command) {
    CommandRun.of(command, "model", "--missing", "refuse").fails(2, "Unknown option");
  }

  @Test
  void theModelMayFollowACondition() {
    Path model = folder.resolve("no-model");
    CommandRun.of("sample", "--given", "colour=red", model).fails(1, "no-model");
  }

  @Test
  void aNameHasOneValue() throws IOException {
    Path data = Files.write(folder.resolve("t.csv"), Tables.mixed(20));
    CommandRun.of("inspect", data, "--kind x=real --kind x=count").fails(2, "--kind names x twice");
    CommandRun.of("inspect", data, "--kind x").fails(2, "--kind must be NAME=VALUE, got x");
    CommandRun.of("inspect", data, "--columns x --without x")
        .fails(1, "column x is modelled or given, and left out");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
    assertEquals("tfflows " + version, CommandRun.succeeded("--version").out().strip());
  }

  @Test
  @Tag("training")
  void compareKeepsCheckpointsOfEachFlow() throws IOException {
    Path data = Files.write(folder.resolve("t.csv"), Tables.mixed(300));
    Path kept = folder.resolve("kept");
    String small =
        "--columns x,price,count --flows maf,realnvp --layers 1 --hidden 8 --steps 4 --members 1 --draws 10";
    List<Object> words = List.of("compare", data, small, "--checkpoint-every 2 --checkpoint", kept);
    CommandRun run = CommandRun.succeeded(words);
    assertTrue(!run.out().contains("failed"), run.out());
    CommandRun again = CommandRun.of(words);
    assertEquals(2, again.status(), "a new training does not go on unasked");
  }
}
