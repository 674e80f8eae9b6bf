package io.github.tfflows.core.saved;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** File operations whose results are on the disk when they return. */
public final class DurableFiles {
  private static final int BUFFER = 1 << 16;

  @FunctionalInterface
  public interface Content<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file.
   *
   * @throws IOException if it exists or cannot be written, as on a full disk; the message names it
   */
  public static <T> T write(Path file, Content<T> content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      T value = content.writeTo(out);
      out.flush();
      channel.force(true);
      return value;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // of a channel, which does not name its file
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  public static void write(Path file, byte[] bytes) throws IOException {
    write(
        file,
        out -> {
          out.write(bytes);
          return bytes.length;
        });
  }

  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves a file or directory atomically, replacing a file of the same name. */
  public static void move(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forces the entries of a directory to disk. Windows has no such request. */
  public static void forceDirectory(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Creates a directory, and those above it, unless it exists.
   *
   * @return the new directories, the innermost first
   * @throws IOException if it cannot be created; none remains then
   */
  static List<Path> createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return List.of(); // or a link to one, which the next call refuses in some versions of Java
    }
    List<Path> missing =
        Stream.iterate(directory, Path::getParent)
            .takeWhile(each -> each != null && Files.notExists(each, LinkOption.NOFOLLOW_LINKS))
            .toList();
    try {
      Files.createDirectories(directory);
      return missing;
    } catch (IOException e) {
      deleteEmpty(missing);
      throw e;
    }
  }

  /** Deletes directories, each inside the next, up to one that is not empty. */
  static void deleteEmpty(List<Path> directories) {
    try {
      for (Path each : directories) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      // others use it
    }
  }

  /** Deletes a file, or a directory with its contents, if it exists. */
  public static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          delete(entry);
        }
      } catch (NoSuchFileException e) {
        return; // another export has deleted it
      }
    }
    Files.deleteIfExists(path);
  }

  private DurableFiles() {}
}
