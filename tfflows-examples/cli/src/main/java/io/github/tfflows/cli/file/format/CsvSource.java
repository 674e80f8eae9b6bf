package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.InputStream;
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
 */
public record CsvSource(String name, List<String> columns, boolean isNamed, Passes passes)
    implements TableSource {
  interface Passes {
    CsvCursor begin() throws IOException;
  }

  public static CsvSource of(Path file, SourceOptions options) throws IOException {
    boolean tabs = file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    char delimiter = options.delimiter().orElse(tabs ? '\t' : ',');
    TextFile text = new TextFile(file);
    Passes passes =
        () -> {
          SeekableByteChannel bytes = Files.newByteChannel(file);
          return CsvCursor.open(
              file.toString(), text.open(bytes), delimiter, options.header(), Optional.of(bytes));
        };
    try (CsvCursor first = passes.begin()) {
      text.requireIntact();
      return new CsvSource(file.toString(), first.columns(), first.isNamed(), passes);
    }
  }

  /** Opens a stream, whose rows can be read once. */
  public static CsvSource of(InputStream stream, String name, SourceOptions options)
      throws IOException {
    char delimiter = options.delimiter().orElse(',');
    CsvCursor only =
        CsvCursor.open(
            name, TextFile.decoded(stream), delimiter, options.header(), Optional.empty());
    List<CsvCursor> left = new ArrayList<>(List.of(only));
    return new CsvSource(name, only.columns(), only.isNamed(), () -> left.remove(0));
  }

  @Override
  public RowCursor open() throws IOException {
    return passes.begin();
  }
}
