package io.github.tfflows.cli.file.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A NumPy array of float64 (the NPY format 1.0). */
public final class NpySink implements RowSink {
  private static final int HEADER = 128;

  private final Path file;
  private final OutputStream out;
  private final ByteBuffer row;
  private long rows;

  public NpySink(Path file, List<OutputColumn> columns) throws IOException {
    for (OutputColumn column : columns) {
      if (!column.type().isNumber()) {
        throw new IllegalArgumentException(
            "a .npy file holds numbers, and the column %s holds names; write .csv or .parquet"
                .formatted(column.name()));
      }
    }
    this.file = file;
    this.row = ByteBuffer.allocate(columns.size() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    out.write(new byte[HEADER]); // written at the end, when the number of rows is known
  }

  @Override
  public void write(List<Object> values) throws IOException {
    row.clear();
    for (Object value : values) {
      ByteBuffer unused = row.putDouble(OutputColumn.number(value).doubleValue());
    }
    out.write(row.array());
    rows++;
  }

  @Override
  public void commit() throws IOException {
    out.close();
    try (RandomAccessFile start = new RandomAccessFile(file.toFile(), "rw")) {
      start.write(header());
    }
  }

  private byte[] header() {
    String text =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%s, %s), }"
            .formatted(rows, row.capacity() / Double.BYTES);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    header.put((byte) 0).putShort((short) (HEADER - 10));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.position() < HEADER - 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n');
    return header.array();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
