package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fit that is killed, and goes on when it is called again. */
@Tag("training")
class ResumedFitTest {
  @TempDir Path folder = Path.of("");

  private List<Object> fit(Path data, String model, Object... more) {
    String small = "--columns=x,price --flow=realnvp --layers=2 --hidden=8 --steps=300 --members=2";
    String kept = "--validate-every=50 --patience=100000 --out";
    return List.of("fit", data, small, kept, folder.resolve(model), List.of(more));
  }

  private ModelDescription description(String model) throws IOException {
    try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve(model))) {
      return loaded.description();
    }
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
    Object[] checkpoints = {"--checkpoint", kept, "--checkpoint-every=50"};
    kill(fit(data, "resumed", checkpoints), kept.resolve("member-0/step-100.checkpoint"));

    CommandRun.of(fit(data, "resumed", checkpoints)).fails(2, "--resume continues from the newest");
    CommandRun.succeeded(fit(data, "resumed", checkpoints), "--resume");
    CommandRun.succeeded(fit(data, "whole"));
    assertEquals(weights("whole"), weights("resumed"));
  }

  /** Kills a fit as soon as it has written a checkpoint. */
  private static void kill(List<Object> fit, Path checkpoint) throws Exception {
    String[] words = CommandRun.words(fit).toArray(String[]::new);
    Process killed = ChildJvm.start(Main.class, entry -> true, words);
    while (killed.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(10);
    }
    killed.destroyForcibly().waitFor();
    assertEquals(137, killed.exitValue(), "of 128 and SIGKILL");
  }

  /** Of so small a learning rate that the first training still improves at its end. */
  @Timeout(120)
  @Test
  void aFitThatIsKilledInItsLongerTrainingGoesOn() throws Exception {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(50));
    String small = "--columns=x,price --flow=realnvp --layers=2 --hidden=8 --members=1";
    String slow = "--learning-rate=1e-4 --schedule=constant --out";
    List<Object> fit = List.of("fit", data, small, slow);
    Path kept = folder.resolve("kept");
    List<Object> resumed =
        List.of(fit, folder.resolve("resumed"), "--checkpoint-every=50 --checkpoint", kept);
    kill(resumed, kept.resolve("longer/step-100.checkpoint"));

    CommandRun.succeeded(resumed, "--resume");
    CommandRun.succeeded(fit, folder.resolve("whole")).prints("at most 1,600 steps");
    assertEquals(weights("whole"), weights("resumed"));
    List<LossCurve> curves = LossCurve.read(description("whole")).orElseThrow().members();
    assertEquals(List.of(400, 1_600), curves.stream().map(ResumedFitTest::last).toList());
  }

  private static int last(LossCurve curve) {
    return curve.points().get(curve.points().size() - 1).step();
  }

  @Test
  void aFolderToGoOnFromIsNeeded() throws IOException {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(50));
    CommandRun.of(fit(data, "model", "--resume")).fails(2, "--resume needs --checkpoint");
    Path kept = folder.resolve("k");
    CommandRun.of(fit(data, "model", "--checkpoint-every=0 --checkpoint", kept))
        .fails(2, "--checkpoint-every");
  }
}
