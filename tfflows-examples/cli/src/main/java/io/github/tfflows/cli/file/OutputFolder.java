package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that outputs are written to. */
public final class OutputFolder {
  /**
   * Makes a directory, with those above it, and tries to write to it, so that a long job does not
   * find at its end that it cannot.
   *
   * @param folder the directory
   * @throws IOException if no file can be written there
   */
  public static void require(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, ".tfflows-", ".part"));
  }

  private OutputFolder() {}
}
