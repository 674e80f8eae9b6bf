package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.core.training.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The choice to write the state of a training at intervals, and to go on from it. */
public final class CheckpointOptions {
  /** The number of checkpoints that are kept: one more, in case the newest is damaged. */
  private static final int KEPT = 2;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "Write the state of the training to this directory at intervals.")
  public @Nullable Path directory;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between two checkpoints.")
  int every = 500;

  @Option(
      names = "--resume",
      description =
          "Continue from the newest checkpoint; repeat the other options, and keep the data.")
  boolean resume;

  /**
   * Checks the choice before any work: only with --resume does a training go on from an old one.
   */
  void check(CommandSpec command) {
    Limits.atLeast(command, "--checkpoint-every", 1, every);
    Limits.idle(command, directory == null, "without --checkpoint", "--checkpoint-every");
    if (resume && directory == null) {
      throw Limits.rejected(command, "--resume needs --checkpoint, the directory to continue from");
    }
    if (directory != null && !resume && holdsCheckpoints(directory)) {
      throw Limits.rejected(
          command, "%s holds checkpoints; --resume continues from the newest".formatted(directory));
    }
  }

  /** Checks that checkpoints can be written, if they are wanted. */
  public void require() throws IOException {
    if (directory != null) {
      OutputFolder.require(directory);
    }
  }

  private static boolean holdsCheckpoints(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files =
        Files.walk(directory, 3)) { // flows and members have their own folders
      return files.anyMatch(file -> file.toString().endsWith(".checkpoint"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a recipe with the checkpoints that were asked for. */
  Training addedTo(Training recipe) {
    return directory == null ? recipe : recipe.withCheckpoints(directory, every, KEPT);
  }

  /** Returns a recipe with the checkpoints that were asked for, in a named folder of their own. */
  public Training addedTo(Training recipe, String folder) {
    return directory == null
        ? recipe
        : recipe.withCheckpoints(directory.resolve(folder), every, KEPT);
  }
}
