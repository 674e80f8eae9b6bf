package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Directories that outputs are written to. */
public final class OutputFolder {
  /**
   * Tries to make a directory and to write to it, so that a long job does not fail at its end.
   * Leaves nothing behind.
   *
   * @throws IOException if no file can be written there
   */
  public static void require(Path folder) throws IOException {
    List<Path> made = create(folder);
    try {
      Path trial = folder.resolve(".tfflows-%s.part".formatted(UUID.randomUUID()));
      createFile(trial, folder);
      Files.delete(trial);
    } finally {
      deleteEmpty(made);
    }
  }

  /**
   * Tries to make a directory, which does not exist, and those above it. Leaves nothing behind.
   *
   * @throws IOException if the name is too long, or not one for a directory
   */
  public static void requireName(Path folder) throws IOException {
    Path name = folder.getFileName();
    if (name == null) {
      throw new FileSystemException(folder.toString(), null, "expected the name of a directory");
    }
    Path trial =
        folder.resolveSibling(".%s.%s".formatted(name, "tfflows-part")); // as long as drafts
    List<Path> made = create(folder.toAbsolutePath().resolveSibling(""));
    try {
      createIfMissing(trial);
      Files.deleteIfExists(trial);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "no directory can be made there" : e.getReason();
      throw new FileSystemException(folder.toString(), null, reason);
    } finally {
      deleteEmpty(made);
    }
  }

  private static void createIfMissing(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Left by a killed process, or in use by another one.
    }
  }

  /**
   * Follows the links of a path that need not exist to the place that it leads to.
   *
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

  /**
   * Makes a directory and those above it, unless it exists, and returns the new ones, the innermost
   * first.
   *
   * @throws IOException if it cannot be made; none remains then
   */
  public static List<Path> create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return List.of(); // or a link to one, which the next call refuses in some versions of Java
    }
    List<Path> missing =
        Stream.iterate(folder.toAbsolutePath(), Path::getParent)
            .takeWhile(each -> each != null && Files.notExists(each, LinkOption.NOFOLLOW_LINKS))
            .toList();
    try {
      Files.createDirectories(folder);
      return missing;
    } catch (FileAlreadyExistsException e) {
      deleteEmpty(missing);
      String found = Files.isSymbolicLink(Path.of(e.getFile())) ? "is a broken link" : "is a file";
      throw new FileSystemException(e.getFile(), null, found + "; expected a directory");
    } catch (IOException e) {
      deleteEmpty(missing);
      throw e;
    }
  }

  /** Deletes directories, each inside the next, up to one that is not empty. */
  public static void deleteEmpty(List<Path> folders) {
    try {
      for (Path each : folders) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      // others use it
    }
  }

  private OutputFolder() {}
}
