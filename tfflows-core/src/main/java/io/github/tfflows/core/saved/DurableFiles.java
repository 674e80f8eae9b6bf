package io.github.tfflows.core.saved;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Operations on files that are on the disk once they return. */
public final class DurableFiles {
  private static final int BUFFER = 1 << 16;

  /** Writes the content of a file to a stream, and returns a value about it. */
  @FunctionalInterface
  public interface Content<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  /** Writes a new file; returns the value that its content returns. */
  public static <T> T write(Path file, Content<T> content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      T value = content.writeTo(out);
      out.flush();
      channel.force(true);
      return value;
    }
  }

  /** Writes a new file of bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(
        file,
        out -> {
          out.write(bytes);
          return bytes.length;
        });
  }

  /** Writes a new file of text. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves a file or directory in one step, in place of a file of the same name. */
  public static void move(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Has the entries of a directory on the disk. Windows has no such request. */
  public static void forceDirectory(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes a file, or a directory with all that is in it; nothing where there is neither. */
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
