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
   * Makes a directory and its parents, and tries to write to it, so that a long job does not fail
   * at its end.
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

  /**
   * Checks that a directory of this name can be made inside one that passed {@link #require}.
   *
   * @param folder the directory, which does not exist
   * @throws IOException if the name is too long, or not one for a directory
   */
  public static void requireName(Path folder) throws IOException {
    Path name = folder.getFileName();
    if (name == null) {
      throw new FileSystemException(folder.toString(), null, "expected the name of a directory");
    }
    Path trial =
        folder.resolveSibling(".%s.%s".formatted(name, "tfflows-part")); // as long as drafts
    try {
      Files.createDirectory(trial);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "no directory can be made there" : e.getReason();
      throw new FileSystemException(folder.toString(), null, reason);
    }
    Files.delete(trial);
  }

  /**
   * Follows the links of a path that need not exist.
   *
   * @param path a path
   * @return the place that it leads to
   * @throws IOException if a link cannot be followed
   */
  public static Path followed(Path path) throws IOException {
    Path whole = path.toAbsolutePath().normalize();
    Path existing = whole;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing.toRealPath().resolve(existing.relativize(whole)).normalize();
  }

  /** Makes a file with a temporary name; a failure names the place that the user gave. */
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

  static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return; // or a link to one, which the next call refuses in some versions of Java
    }
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      String found = Files.isSymbolicLink(Path.of(e.getFile())) ? "is a broken link" : "is a file";
      throw new FileSystemException(e.getFile(), null, found + "; expected a directory");
    }
  }

  private OutputFolder() {}
}
