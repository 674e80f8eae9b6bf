package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.cli.text.FailureMessage;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The directory of a model that is written, and whether to replace a model that is there. */
public record ModelTarget(Path directory, ExportOptions.Existing existing) {
  private static final String GRAPH = "saved_model.pb";

  /** Checks before any work that the model can be written. */
  public void require(Inputs inputs) throws IOException {
    inputs.requireApart(directory);
    if (Files.exists(directory)) {
      requireModelToReplace();
      OutputFolder.require(directory);
      return;
    }
    if (Files.isSymbolicLink(directory)) {
      throw new FileSystemException(
          directory.toString(), null, "is a broken link; expected a directory or nothing");
    }
    OutputFolder.require(parent());
    OutputFolder.requireName(directory);
  }

  private void requireModelToReplace() throws FileAlreadyExistsException {
    if (!Files.exists(directory.resolve(GRAPH))) {
      String found = Files.isDirectory(directory) ? "is a directory without a model" : "is a file";
      throw new FileAlreadyExistsException(
          directory.toString(), null, found + "; expected a new directory, or a model to replace");
    }
    if (existing == ExportOptions.Existing.KEEP) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "there is a model already; --force replaces it");
    }
  }

  private Path parent() throws FileSystemException {
    Path parent = directory.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new FileSystemException(directory.toString(), null, "expected the name of a directory");
    }
    return parent;
  }

  /** Returns the options of an export to this place. */
  public ExportOptions options() {
    return existing == ExportOptions.Existing.REPLACE
        ? ExportOptions.defaults().replacing()
        : ExportOptions.defaults();
  }

  /** Exports a model; the message of a failure names the place. */
  public void export(CompiledDistribution model, Path written, ExportOptions options)
      throws IOException {
    try {
      model.export(written, options);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // such as that of a full disk, which names no file
      throw new IOException(failed(e), e);
    }
  }

  /**
   * Exports a model so that it is not lost. If it cannot be written here, it is written into a new
   * folder beside this place, or else into a temporary folder.
   *
   * @param warning receives the reason, and the place of the model
   * @return the place of the model
   * @throws IOException if it can be written nowhere
   */
  public Path exportSomewhere(
      CompiledDistribution model, ExportOptions options, Consumer<String> warning)
      throws IOException {
    try {
      model.export(directory, options);
      return directory;
    } catch (IOException e) {
      for (Path folder : new Path[] {parent(), Path.of(System.getProperty("java.io.tmpdir"))}) {
        Optional<Path> spare = spare(model, options, folder);
        if (spare.isPresent()) {
          warning.accept("%s; the model is in %s".formatted(failed(e), spare.get()));
          return spare.get();
        }
      }
      throw new IOException(failed(e), e);
    }
  }

  private String failed(IOException failure) {
    String reason =
        failure instanceof FileAlreadyExistsException
            ? "something has appeared there meanwhile"
            : FailureMessage.reason(failure);
    return "%s: the model cannot be written: %s".formatted(directory, reason);
  }

  /** Exports to a new folder inside another one; a failure leaves nothing behind. */
  private Optional<Path> spare(CompiledDistribution model, ExportOptions options, Path folder) {
    try {
      Path spare = Files.createTempDirectory(folder, "tfflows-model-");
      try {
        Path place = spare.resolve(directory.toAbsolutePath().normalize().getFileName());
        model.export(place, options);
        return Optional.of(place);
      } catch (IOException e) {
        Files.deleteIfExists(spare);
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
