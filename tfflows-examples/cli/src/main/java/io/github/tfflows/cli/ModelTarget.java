package io.github.tfflows.cli;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFolder;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of a model that is written.
 *
 * @param directory the directory of the model itself
 * @param existing whether to replace a model that is there
 */
record ModelTarget(Path directory, ExportOptions.Existing existing) {
  private static final String GRAPH = "saved_model.pb";

  /** Checks before the work that would be lost that the model can be written. */
  void require(Inputs inputs) throws IOException {
    inputs.requireApart(directory);
    if (Files.exists(directory)) {
      if (existing == ExportOptions.Existing.KEEP) {
        throw new FileAlreadyExistsException(
            directory.toString(), null, "there is something already; --force replaces a model");
      }
      if (!Files.exists(directory.resolve(GRAPH))) {
        throw new FileAlreadyExistsException(
            directory.toString(), null, "expected a SavedModel to replace, found something else");
      }
    }
    Path parent = directory.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new FileSystemException(directory.toString(), null, "expected the name of a directory");
    }
    OutputFolder.require(parent);
  }

  /** Returns the options of an export to this place. */
  ExportOptions options() {
    return existing == ExportOptions.Existing.REPLACE
        ? ExportOptions.defaults().replacing()
        : ExportOptions.defaults();
  }

  /** Exports a model; the message of a failure names the place. */
  void export(CompiledDistribution model, Path written, ExportOptions options) throws IOException {
    try {
      model.export(written, options);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // such as that of a full disk, which names no file
      throw new IOException(
          "%s: the model cannot be written: %s".formatted(directory, e.getMessage()), e);
    }
  }
}
