package io.github.tfflows.cli.file;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.io.FileSystemInputFile;
import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file without nested columns.
 *
 * @param file the file
 * @param columns the names of the columns
 */
record ParquetSource(Path file, List<String> columns) implements TableSource {
  /** An object whose class has no text of its own. */
  private static final Pattern OBJECT = Pattern.compile("[\\w.$]+@[0-9a-f]+");

  static ParquetSource of(Path file) throws IOException {
    for (Type field : fields(file)) {
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        throw new IllegalArgumentException(
            "%s: the column %s is nested; expected plain values"
                .formatted(file, Excerpt.of(field.getName())));
      }
    }
    return new ParquetSource(file, fields(file).stream().map(Type::getName).toList());
  }

  private static List<Type> fields(Path file) throws IOException {
    return checked(
        file,
        () -> {
          try (ParquetFileReader reader =
              ParquetFileReader.open(new FileSystemInputFile(file.toFile()))) {
            return reader.getFooter().getFileMetaData().getSchema().getFields();
          }
        });
  }

  /** A part of reading. */
  private interface Step<T> {
    T run() throws IOException;
  }

  /** Names the file in whatever the libraries throw at damaged ones, or at codecs they lack. */
  private static <T> T checked(Path file, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new IOException(
          "%s cannot be read as Parquet: it is damaged, or compressed in an unknown way (%s)"
              .formatted(file, reason(e)),
          e);
    }
  }

  /** The first message of a chain of causes is that of the last, and names of classes. */
  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    boolean isNamed = last.getMessage() != null && !(last instanceof NullPointerException);
    String message = isNamed ? String.valueOf(last.getMessage()) : "no details";
    int dump = message.indexOf(" Struct:"); // of what was read until then
    return OBJECT.matcher(dump < 0 ? message : message.substring(0, dump)).replaceAll("it");
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // a class token has no type arguments
  public RowCursor open() throws IOException {
    CarpetReader<Map> reader = new CarpetReader<>(file.toFile(), Map.class);
    return new Cursor(
        checked(
            file,
            () -> (CloseableIterator<Map<String, Object>>) (CloseableIterator) reader.iterator()));
  }

  /** A pass. */
  private final class Cursor implements RowCursor {
    private final CloseableIterator<Map<String, Object>> rows;
    private Map<String, Object> values = Map.of();
    private long row;

    Cursor(CloseableIterator<Map<String, Object>> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
      boolean isThere = checked(file, rows::hasNext);
      if (isThere) {
        values = checked(file, rows::next);
        row++;
      }
      return isThere;
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      Object value = values.get(columns.get(column));
      if (value == null) {
        return null;
      }
      if (value instanceof Float single) {
        return single.isNaN() ? null : Numbers.text(single.floatValue());
      }
      if (value instanceof Double number) {
        return number.isNaN() ? null : Numbers.text(number.doubleValue());
      }
      String text = String.valueOf(value);
      return Numbers.isMissing(text) ? null : text;
    }

    @Override
    public double number(int column) {
      Object value = values.get(columns.get(column));
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      return value instanceof String text ? Numbers.parse(text) : Double.NaN;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
