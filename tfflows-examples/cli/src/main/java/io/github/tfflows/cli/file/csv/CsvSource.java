package io.github.tfflows.cli.file.csv;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lines of values with a delimiter between them (RFC 4180), zipped with gzip or not. If the columns
 * are named, the first line holds their names.
 *
 * @param notes how the values are read where their form was detected
 */
public record CsvSource(
    String name, List<String> columns, boolean isNamed, List<String> notes, Passes passes)
    implements TableSource {
  interface Passes {
    CsvCursor begin() throws IOException;
  }

  public static CsvSource of(Path file, SourceOptions options) throws IOException {
    boolean tabs = file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    TextFile text = new TextFile(file);
    text.requireIntact();
    CsvDialect dialect;
    try (var lines = new BufferedReader(text.open(Files.newByteChannel(file)))) {
      dialect = dialect(file.toString(), lines, options, tabs ? '\t' : ',');
    }
    Passes passes =
        () -> {
          SeekableByteChannel bytes = Files.newByteChannel(file);
          return CsvCursor.open(
              file.toString(), text.open(bytes), dialect, options.header(), Optional.of(bytes));
        };
    try (CsvCursor first = passes.begin()) {
      return new CsvSource(
          file.toString(), first.columns(), first.isNamed(), dialect.notes(), passes);
    }
  }

  /** Opens a stream, whose rows can be read once. */
  public static CsvSource of(InputStream stream, String name, SourceOptions options)
      throws IOException {
    BufferedReader text = new BufferedReader(TextFile.decoded(stream));
    CsvDialect dialect = dialect(name, text, options, ',');
    CsvCursor only = CsvCursor.open(name, text, dialect, options.header(), Optional.empty());
    List<CsvCursor> left = new ArrayList<>(List.of(only));
    return new CsvSource(
        name, only.columns(), only.isNamed(), dialect.notes(), () -> left.remove(0));
  }

  private static CsvDialect dialect(
      String name, BufferedReader text, SourceOptions options, char usual) {
    try {
      return CsvDialect.of(text, options, usual);
    } catch (IOException e) {
      throw CsvCursor.unreadable(name, new UncheckedIOException(e));
    }
  }

  @Override
  public RowCursor open() throws IOException {
    return passes.begin();
  }
}
