package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A NumPy array of two dimensions in C order, or of one as a single column (the NPY format, version
 * 1 to 3, of NumPy Enhancement Proposal 1). Columns are named {@code c1}, {@code c2} and so on.
 *
 * @param type the type of an entry: {@code f}, {@code i}, {@code u} or {@code b}, and its size in
 *     bytes
 * @param offset the position of the first entry
 */
public record NpySource(
    Path file, List<String> columns, String type, ByteOrder order, long rows, int offset)
    implements TypedSource {
  private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([<>|=])(\\w\\d+)'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(\\s*(\\d{1,18})\\s*,\\s*(?:(\\d{1,9})\\s*,?\\s*)?\\)");
  private static final int LONGEST_HEADER = 1 << 20;

  /** As many as in a line of CSV. */
  private static final int MOST_COLUMNS = 1 << 14;

  private static final List<String> TYPES =
      List.of("f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "b1");

  public static NpySource of(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      byte[] start = in.readNBytes(8);
      boolean shortLength = start.length == 8 && start[6] == 1;
      byte[] length = in.readNBytes(shortLength ? 2 : 4);
      if (length.length < (shortLength ? 2 : 4)) {
        throw cut(file);
      }
      ByteBuffer number = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
      int size = shortLength ? number.getShort() & 0xffff : number.getInt();
      byte[] header = size < 0 || size > LONGEST_HEADER ? new byte[0] : in.readNBytes(size);
      if (header.length < size || size < 0) {
        throw cut(file);
      }
      int offset = start.length + length.length + size;
      return of(file, new String(header, StandardCharsets.UTF_8), offset).ofItsSize();
    }
  }

  private static EOFException cut(Path file) {
    return new EOFException(file + " ends within the header of an array, or is none");
  }

  private static NpySource of(Path file, String header, int offset) {
    Matcher description = DESCRIPTION.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!description.find()
        || !TYPES.contains(description.group(2))
        || !shape.find()
        || header.contains("'fortran_order': True")) {
      throw unsuitable(file, header);
    }
    long rows = Long.parseLong(shape.group(1));
    int columns = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
    if (columns < 1 || columns > MOST_COLUMNS) {
      throw unsuitable(file, header);
    }
    List<String> names = IntStream.rangeClosed(1, columns).mapToObj(i -> "c" + i).toList();
    ByteOrder order =
        description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpySource(file, names, description.group(2), order, rows, offset);
  }

  private static IllegalArgumentException unsuitable(Path file, String header) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s is an array %s; expected one or two dimensions, of 1 to %,d columns, in C order of %s",
            file,
            Excerpt.visible(header.strip()),
            MOST_COLUMNS,
            String.join(", ", TYPES)));
  }

  /** Returns this array if the file is as long as its header says. */
  private NpySource ofItsSize() throws IOException {
    long width = (long) columns.size() * bytes();
    long held = Files.size(file) - offset;
    if (held % width != 0 || held / width != rows) {
      throw new EOFException(
          String.format(
              Locale.ROOT,
              "%s holds %,d bytes of values; its header says %,d rows of %,d bytes",
              file,
              held,
              rows,
              width));
    }
    return this;
  }

  private int bytes() {
    return type.charAt(1) - '0';
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Optional<OutputColumn.Type> type(int column) {
    return Optional.of(
        switch (type) {
          case "f4" -> OutputColumn.Type.SINGLE;
          case "f8" -> OutputColumn.Type.NUMBER;
          default -> OutputColumn.Type.WHOLE;
        });
  }

  @Override
  public RowCursor open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.skipNBytes(offset);
    return new Cursor(in);
  }

  private final class Cursor implements RowCursor {
    private final InputStream in;
    private final byte[] bytes = new byte[columns.size() * bytes()];
    private final ByteBuffer values = ByteBuffer.wrap(bytes).order(order);
    private long row;

    Cursor(InputStream in) {
      this.in = in;
    }

    @Override
    public boolean next() throws IOException {
      if (row == rows) {
        return false;
      }
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException(
            "%s ends within row %s; its header says %s rows".formatted(file, row + 1, rows));
      }
      row++;
      return true;
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      if (type.equals("i8")) { // doubles do not hold every key
        return Long.toString(values.getLong(column * bytes()));
      }
      double value = number(column);
      return Double.isNaN(value) ? null : Numbers.text(value);
    }

    @Override
    public double number(int column) {
      int at = column * bytes();
      return switch (type) {
        case "f4" -> Numbers.ofDigits(values.getFloat(at));
        case "f8" -> values.getDouble(at);
        case "i1" -> values.get(at);
        case "i2" -> values.getShort(at);
        case "i4" -> values.getInt(at);
        case "i8" -> values.getLong(at);
        case "u2" -> values.getShort(at) & 0xffff;
        case "u4" -> values.getInt(at) & 0xffffffffL;
        default -> values.get(at) & 0xff;
      };
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
