package io.github.tfflows.cli.file;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.io.FileSystemInputFile;
import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file without nested columns.
 *
 * @param file the file
 * @param columns the names of the columns
 */
record ParquetSource(Path file, List<String> columns) implements TableSource {
  static ParquetSource of(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(new FileSystemInputFile(file.toFile()))) {
      GroupType schema = reader.getFooter().getFileMetaData().getSchema();
      for (Type field : schema.getFields()) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
          throw new IllegalArgumentException(
              "%s: the column %s is nested; expected plain values"
                  .formatted(file, field.getName()));
        }
      }
      return new ParquetSource(file, schema.getFields().stream().map(Type::getName).toList());
    } catch (ParquetDecodingException | IllegalStateException e) {
      throw new IOException("%s cannot be read as Parquet: %s".formatted(file, e.getMessage()), e);
    }
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
        (CloseableIterator<Map<String, Object>>) (CloseableIterator) reader.iterator());
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
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      values = rows.next();
      row++;
      return true;
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
