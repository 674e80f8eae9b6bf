package io.github.tfflows.cli.file;

import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens tables that are files. */
public final class TableFiles {
  /**
   * Opens a file: Parquet or NPY by its first bytes, otherwise lines with delimiters, zipped or
   * not.
   *
   * @param file the file
   * @param options the format of a file with delimiters
   * @return the source
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if its first line or its header is wrong
   */
  public static TableSource open(Path file, SourceOptions options) throws IOException {
    requirePlain(file);
    return switch (beginning(file)) {
      case "PAR1" -> ParquetSource.of(file);
      case "\u0093NUM" -> NpySource.of(file);
      default -> CsvSource.of(file, options);
    };
  }

  private static void requirePlain(Path file) throws FileSystemException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory; expected a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(), null, "is a device or a pipe; expected a plain file, to be read twice");
    }
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // which names no file
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private TableFiles() {}
}
