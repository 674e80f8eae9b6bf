package io.github.tfflows.examples.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of rows that can be read as often as wanted, in pieces. */
public interface TableSource {
  /**
   * Returns the file.
   *
   * @return where it is
   */
  Path file();

  /**
   * Returns the names of the columns.
   *
   * @return the names in order, each once
   */
  List<String> columns();

  /**
   * Begins a pass over the rows.
   *
   * @return before the first row; to be closed
   * @throws IOException if the file cannot be read
   */
  RowCursor open() throws IOException;

  /**
   * Opens a file: Parquet or NPY by its first bytes, otherwise lines with delimiters, zipped or
   * not.
   *
   * @param file where it is
   * @param options how lines are read
   * @return the source
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if its first line or its header is wrong
   */
  static TableSource of(Path file, SourceOptions options) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    return switch (beginning(file)) {
      case "PAR1" -> ParquetSource.of(file);
      case "\u0093NUM" -> NpySource.of(file);
      default -> CsvSource.of(file, options);
    };
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * Finds a column.
   *
   * @param name its name
   * @return its index
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  default int indexOf(String name) {
    int index = columns().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\"; it has %s"
              .formatted(file(), name, String.join(", ", columns())));
    }
    return index;
  }
}
