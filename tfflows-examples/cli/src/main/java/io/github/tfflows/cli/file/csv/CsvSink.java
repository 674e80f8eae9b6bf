package io.github.tfflows.cli.file.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Lines with commas; nothing between them stands for a missing value. */
public final class CsvSink implements RowSink {
  /** The rows between two checks of the printer, which throws no exceptions. */
  private static final int LOOK = 1024;

  private final Writer out;
  private final CsvWriter writer;
  private final Formulas formulas;
  private long rows;

  private CsvSink(Writer out, List<OutputColumn> columns, Formulas formulas) {
    this.out = out;
    this.writer =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(columns.size() == 1 ? QuoteStrategies.EMPTY : QuoteStrategies.REQUIRED)
            .build(out); // a line of one empty value would be a blank line
    this.formulas = formulas;
    writer.writeRecord(columns.stream().map(column -> formulas.written(column.name())).toList());
  }

  /** Lines to a printer, which is left open. */
  public static CsvSink to(PrintWriter out, List<OutputColumn> columns, Formulas formulas) {
    return new CsvSink(out, columns, formulas);
  }

  /** Lines to a file, zipped or not. */
  public static CsvSink to(Path file, boolean zipped, List<OutputColumn> columns, Formulas formulas)
      throws IOException {
    OutputStream out = Files.newOutputStream(file);
    try {
      OutputStream all = zipped ? new GZIPOutputStream(out, 1 << 16) : out;
      return new CsvSink(new OutputStreamWriter(all, StandardCharsets.UTF_8), columns, formulas);
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  @Override
  public void write(List<Object> values) throws IOException {
    try {
      writer.writeRecord(values.stream().map(this::text).toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (++rows % LOOK == 0) {
      requireWritten();
    }
  }

  private String text(Object value) {
    if (value instanceof Float number) {
      return number.isNaN() ? "" : Numbers.text(number.floatValue());
    }
    if (value instanceof Double number) {
      return number.isNaN() ? "" : Numbers.text(number.doubleValue());
    }
    return value instanceof String text ? formulas.written(text) : value.toString();
  }

  private void requireWritten() throws IOException {
    if (out instanceof PrintWriter printer && printer.checkError()) {
      throw new IOException("the output cannot be written");
    }
  }

  @Override
  public void commit() throws IOException {
    writer.flush();
    requireWritten();
  }

  @Override
  public void close() throws IOException {
    if (!(out instanceof PrintWriter)) {
      out.close();
    }
  }
}
