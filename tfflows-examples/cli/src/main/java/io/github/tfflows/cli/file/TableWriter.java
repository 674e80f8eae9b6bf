package io.github.tfflows.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table that is written to a temporary file, which replaces its target once it is complete. The
 * extension determines the format: {@code .parquet}, {@code .npy}, {@code .gz} for zipped CSV;
 * anything else is CSV.
 */
public final class TableWriter implements RowSink {
  private final RowSink sink;
  private final Path draft;
  private final Path target;
  private boolean whole;

  private TableWriter(RowSink sink, Path draft, Path target) {
    this.sink = sink;
    this.draft = draft;
    this.target = target;
  }

  /**
   * Opens a file.
   *
   * @param file the target, replaced if it exists; null for CSV to the standard output
   * @param columns the columns
   * @return before the first row; to be committed and closed
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the file cannot hold such columns
   */
  public static RowSink to(@Nullable Path file, List<OutputColumn> columns) throws IOException {
    if (file == null) {
      return CsvSink.to(System.out, columns);
    }
    Path target = file.toAbsolutePath();
    if (target.getParent() != null) {
      Files.createDirectories(target.getParent());
    }
    String name = target.getFileName().toString();
    Path draft = target.resolveSibling(".%s-%s".formatted(UUID.randomUUID(), name));
    try {
      return new TableWriter(sink(name.toLowerCase(Locale.ROOT), draft, columns), draft, target);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  private static RowSink sink(String name, Path draft, List<OutputColumn> columns)
      throws IOException {
    if (name.endsWith(".parquet")) {
      return new ParquetSink(draft, columns);
    }
    if (name.endsWith(".npy")) {
      return new NpySink(draft, columns);
    }
    return CsvSink.to(draft, name.endsWith(".gz"), columns);
  }

  @Override
  public void write(List<Object> values) throws IOException {
    sink.write(values);
  }

  /** Replaces the target. */
  @Override
  public void commit() throws IOException {
    sink.commit();
    sink.close();
    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    whole = true;
  }

  @Override
  public void close() throws IOException {
    if (!whole) {
      sink.close();
      Files.deleteIfExists(draft);
    }
  }
}
