package io.github.tfflows.cli.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.tfflows.tables.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Lines with commas. */
final class CsvSink implements RowSink {
  private final CsvWriter writer;
  private final OutputStream owned;

  private CsvSink(OutputStream out, OutputStream owned, List<OutputColumn> columns) {
    this.writer =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8);
    this.owned = owned;
    writer.writeRecord(columns.stream().map(OutputColumn::name).toList());
  }

  /** Lines to a stream that is left open. */
  static CsvSink to(OutputStream out, List<OutputColumn> columns) {
    return new CsvSink(out, OutputStream.nullOutputStream(), columns);
  }

  /** Lines to a file, zipped or not. */
  static CsvSink to(Path file, boolean zipped, List<OutputColumn> columns) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    OutputStream all = zipped ? new GZIPOutputStream(out, 1 << 16) : out;
    return new CsvSink(all, all, columns);
  }

  @Override
  public void write(List<Object> values) throws IOException {
    try {
      writer.writeRecord(values.stream().map(CsvSink::text).toList());
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String text(Object value) {
    return value instanceof Float number ? Numbers.text(number.floatValue()) : value.toString();
  }

  @Override
  public void commit() throws IOException {
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    owned.close();
  }
}
