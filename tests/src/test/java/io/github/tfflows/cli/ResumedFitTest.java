package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fit that is killed, and goes on when it is called again. */
@Tag("training")
class ResumedFitTest {
  @TempDir Path folder = Path.of("");

  private List<Object> fit(Path data, String model, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "fit",
                data,
                "--columns=x,price",
                "--flow=realnvp",
                "--layers=2",
                "--hidden=8",
                "--steps=1000",
                "--members=2",
                "--validate-every=50",
                "--patience=100000",
                "--out",
                folder.resolve(model)));
    words.addAll(List.of(more));
    return words;
  }

  private Weights weights(String model) throws IOException {
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve(model))) {
      return loaded.weights();
    }
  }

  @Timeout(120)
  @Test
  void aKilledFitGoesOn() throws Exception {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(500));
    Path kept = folder.resolve("kept");
    Object[] checkpoints = {"--checkpoint", kept, "--checkpoint-every=100"};
    String[] words =
        fit(data, "resumed", checkpoints).stream().map(Object::toString).toArray(String[]::new);
    Process killed = ChildJvm.start(Main.class, entry -> true, words);
    while (killed.isAlive() && !Files.exists(kept.resolve("member-0/step-200.checkpoint"))) {
      Thread.sleep(10);
    }
    killed.destroyForcibly().waitFor();
    assertEquals(137, killed.exitValue(), "of 128 and SIGKILL");

    CommandRun again = CommandRun.of(fit(data, "resumed", checkpoints).toArray());
    assertEquals(2, again.status());
    assertTrue(again.errors().contains("--resume goes on from the newest"), again.errors());

    CommandRun.succeeded(
        Stream.concat(fit(data, "resumed", checkpoints).stream(), Stream.of("--resume")).toArray());
    CommandRun.succeeded(fit(data, "whole").toArray());
    assertEquals(weights("whole"), weights("resumed"));
  }

  @Test
  void aFolderToGoOnFromIsNeeded() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(50));
    CommandRun run = CommandRun.of(fit(data, "model", "--resume").toArray());
    assertEquals(2, run.status());
    assertTrue(run.errors().contains("--resume needs --checkpoint"), run.errors());
    CommandRun never =
        CommandRun.of(
            fit(data, "model", "--checkpoint", folder.resolve("k"), "--checkpoint-every=0")
                .toArray());
    assertEquals(2, never.status());
    assertTrue(never.errors().contains("--checkpoint-every"), never.errors());
  }
}
