package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

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
    create(folder);
    Path trial = folder.resolve(".tfflows-%s.part".formatted(UUID.randomUUID()));
    createFile(trial, folder);
    Files.delete(trial);
  }

  /** Makes a file of a passing name; a failure names the place that its user knows. */
  static void createFile(Path file, Path place) throws IOException {
    try {
      Files.createFile(file);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(place.toString());
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "no file can be made there" : e.getReason();
      throw new FileSystemException(place.toString(), null, reason);
    }
  }

  /** Makes a directory and those above it. */
  static void create(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new FileSystemException(e.getFile(), null, "is a file; expected a directory");
    }
  }

  private OutputFolder() {}
}
