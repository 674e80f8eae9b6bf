package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.csv.CsvSource;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.cli.file.csv.TextFile;
import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.cli.file.format.DuckSource;
import io.github.tfflows.cli.file.format.NpySource;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Opens tables that are files. */
public final class TableFiles {
  /** The number of first bytes that determine a format. */
  private static final int BEGINNING = 16;

  /** The other formats of files with advice, by patterns of their first bytes. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry(
              "PK\u0003\u0004",
              "a ZIP archive, as Excel's .xlsx is; unzip it, or save the sheet as CSV"),
          Map.entry(
              "\u00d0\u00cf\u0011\u00e0",
              "a document of Office, such as Excel's .xls; save the sheet as CSV"),
          Map.entry(
              "ARROW1\u0000\u0000|\u00ff{4}",
              "an Arrow or Feather file; write the table as Parquet"),
          Map.entry("Obj\u0001", "an Avro file; write the table as Parquet"),
          Map.entry("ORC(..\u0000|\n.\u0012)", "an ORC file; write the table as Parquet"),
          Map.entry("\u0089HDF", "an HDF5 file; write the table as Parquet"),
          Map.entry("\u0080[\u0002-\u0005]", "a Python pickle; write the table as Parquet"),
          Map.entry("BZh91AY&", "compressed by bzip2; decompress it, or use gzip"),
          Map.entry("\u00fd7zXZ\u0000", "compressed by xz; decompress it, or use gzip"),
          Map.entry("\\(\u00b5/\u00fd", "compressed by zstd; decompress it, or use gzip"),
          Map.entry(
              "SQLite f", "a database of SQLite; export the table as CSV, or read it by --jdbc"),
          Map.entry(
              ".{8}DUCK.\u0000{3}",
              "a database of DuckDB; export the table as Parquet, or read it by --jdbc"),
          Map.entry("<\\?xml", "XML; write the table as CSV or JSON"));

  private static final String PARQUET_SCHEMA =
      "(SELECT '.' || name AS name, coalesce(num_children, 0) AS parts FROM parquet_schema(%s)"
          + " OFFSET 1)";

  /** The byte order marks of UTF-8 and UTF-16. */
  private static final List<String> MARKS =
      List.of("\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00fe\u00ff");

  private static final Pattern JSON = Pattern.compile(".*\\.(json|jsonl|ndjson)(\\.gz)?");

  /**
   * Opens a file: Parquet or NPY by its first bytes, JSON by its name, otherwise lines with
   * delimiters, zipped or not.
   *
   * @param options the format of a file with delimiters
   * @throws IllegalArgumentException if its first line or its header is wrong
   */
  public static TableSource open(Path file, SourceOptions options) throws IOException {
    requirePlain(file);
    String beginning = beginning(file);
    OTHERS.forEach(
        (other, advice) -> {
          if (Pattern.compile(other, Pattern.DOTALL).matcher(beginning).lookingAt()) {
            throw new IllegalArgumentException(file + " is " + advice);
          }
        });
    if (beginning.startsWith("PAR1")) {
      return ofParquet(file);
    }
    if (beginning.startsWith("\u0093NUM")) {
      return NpySource.of(file);
    }
    return JSON.matcher(file.toString().toLowerCase(Locale.ROOT)).matches()
        ? ofJson(file, beginning)
        : CsvSource.of(file, options);
  }

  /**
   * Opens CSV that arrives in a stream, such as the standard input; its rows can be read once.
   *
   * @throws IllegalArgumentException if it is not CSV
   */
  public static TableSource ofStream(InputStream stream, SourceOptions options) throws IOException {
    String name = "the standard input";
    BufferedInputStream bytes = new BufferedInputStream(stream);
    bytes.mark(BEGINNING);
    String text = new String(bytes.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
    bytes.reset();
    String format = text.matches("(?s)\\s*\\[?\\s*\\{.*") ? "JSON" : "";
    if (text.startsWith("PAR1")) {
      format = "Parquet";
    } else if (text.startsWith("\u0093NUM")) {
      format = "NPY";
    }
    if (!format.isEmpty()) {
      throw new IllegalArgumentException(
          "%s holds %s, and is read as CSV alone; write it to a file, and name that"
              .formatted(name, format));
    }
    return CsvSource.of(bytes, name, options);
  }

  /** DuckDB checks no checksums and would read a truncated file without an error. */
  private static TableSource ofJson(Path file, String beginning) throws IOException {
    if (MARKS.stream().anyMatch(beginning::startsWith)) {
      throw new IllegalArgumentException(
          file + " begins with a byte order mark, which JSON lacks; save it as UTF-8 without one");
    }
    new TextFile(file).requireIntact();
    String query = "read_json(%s, %s, hive_partitioning = false)";
    DuckSource found = ofDuckDb(file, "JSON", query.formatted("%s", "sample_size = -1"));
    requireDistinctKeys(file, found.columns());
    String types = "columns = " + found.jsonTypes().replace("%", "%%");
    DuckSource table = ofDuckDb(file, "JSON", query.formatted("%s", types));
    if (table.columns().equals(List.of("json")) && isEmpty(table)) {
      throw new IllegalArgumentException(
          "%s is empty; expected records such as {\"a\": 1}".formatted(file));
    }
    return table;
  }

  /** DuckDB renames a key {@code id} beside {@code Id} to {@code id_1}, which no record has. */
  private static void requireDistinctKeys(Path file, List<String> columns) {
    for (String column : columns) {
      String key = column.replaceFirst("_\\d+$", "");
      for (String other : columns) {
        if (other.equalsIgnoreCase(key) && !other.equals(key)) {
          throw new IllegalArgumentException(
              "%s has the keys \"%s\" and \"%s\", which differ by case alone; rename one"
                  .formatted(file, Excerpt.of(other), Excerpt.of(key)));
        }
      }
    }
  }

  private static boolean isEmpty(TableSource table) throws IOException {
    try (RowCursor rows = table.open()) {
      return !rows.next();
    }
  }

  /** The names come from the schema, since DuckDB renames columns that differ by case alone. */
  private static TableSource ofParquet(Path file) throws IOException {
    DuckSource table = ofDuckDb(file, "Parquet", "read_parquet(%s, hive_partitioning = false)");
    List<String> names = new ArrayList<>();
    try (RowCursor schema = ofDuckDb(file, "Parquet", PARQUET_SCHEMA).open()) {
      int parts = 0; // of a nested column, which follow it
      while (schema.next()) {
        if (parts == 0) {
          names.add(String.valueOf(schema.text(0)).substring(1)); // "NA" is a name here
        }
        parts = Math.max(0, parts - 1) + (int) schema.number(1);
      }
    }
    requireDistinct(file, names);
    return table.ofParquet(names);
  }

  private static void requireDistinct(Path file, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty() || names.indexOf(names.get(i)) < i) {
        throw new IllegalArgumentException(
            "%s names column %s \"%s\"; expected a name of its own for each column"
                .formatted(file, i + 1, Excerpt.of(names.get(i))));
      }
    }
  }

  private static DuckSource ofDuckDb(Path file, String format, String table) throws IOException {
    String pattern = DuckDatabase.pattern(file);
    String query = "FROM " + table.formatted(DuckDatabase.literal(pattern));
    List<String> read = List.of(pattern, file.toString());
    return DuckSource.of(file.toString(), format, () -> DuckDatabase.open(read), query);
  }

  /**
   * Opens a file, or all files that a pattern matches as one table.
   *
   * @param data the path of a file, or a pattern such as {@code data/*.csv}
   * @param options the format of files with delimiters
   * @throws IllegalArgumentException if the first line of one is wrong, or their columns differ
   */
  public static TableSource open(String data, SourceOptions options) throws IOException {
    List<TableSource> parts = new ArrayList<>();
    for (Path file : matching(data)) {
      parts.add(open(file, options));
    }
    return parts.size() == 1 ? parts.get(0) : new JoinedSource(data, parts);
  }

  /**
   * Returns notes on the form of a table's values, of several files those of the first with any.
   */
  public static List<String> notes(TableSource table) {
    List<TableSource> parts =
        table instanceof JoinedSource joined ? joined.parts() : List.of(table);
    for (TableSource part : parts) {
      if (part instanceof CsvSource csv && !csv.notes().isEmpty()) {
        return csv.notes().stream().map(note -> part.name() + ": " + note).toList();
      }
    }
    return List.of();
  }

  /**
   * Returns the files that a pattern matches.
   *
   * @param data the path of a file, or a pattern
   * @return the files in the order of their names; the path itself where it is not a pattern
   * @throws IOException if a pattern matches none
   */
  public static List<Path> matching(String data) throws IOException {
    if (!DuckDatabase.WILDCARD.matcher(data).find() || exists(data)) {
      return List.of(Path.of(data));
    }
    List<Path> files = new ArrayList<>();
    try (var database = DuckDatabase.open(List.of(data));
        PreparedStatement statement =
            database.prepareStatement("SELECT file FROM glob(?) ORDER BY file")) {
      statement.setString(1, data);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          files.add(Path.of(found.getString(1)));
        }
      }
    } catch (SQLException e) {
      throw new IOException("%s: %s".formatted(data, DuckDatabase.reason(e)), e);
    }
    if (files.isEmpty()) {
      throw new NoSuchFileException(data, null, "no file matches the pattern");
    }
    return files;
  }

  private static boolean exists(String data) {
    try {
      return Files.exists(Path.of(data));
    } catch (InvalidPathException e) { // as patterns are on Windows
      return false;
    }
  }

  /** Checks that there is a file, not a directory or a device. */
  public static void requirePlain(Path file) throws FileSystemException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "is a directory; expected a file, or a pattern such as " + file + "/*.csv");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "is a device or a pipe; expected a plain file, or - for CSV from the standard input");
    }
  }

  private static String beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // which names no file
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private TableFiles() {}
}
