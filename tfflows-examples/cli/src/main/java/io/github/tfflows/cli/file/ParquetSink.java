package io.github.tfflows.cli.file;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** A Parquet file. */
final class ParquetSink implements RowSink {
  private final CarpetWriter<Row> writer;

  /** Values in the order of the columns. */
  record Row(List<Object> values) {}

  ParquetSink(Path file, List<OutputColumn> columns) throws IOException {
    WriteRecordModelType<Row> model = FieldTypes.writeRecordModel(Row.class);
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      FieldType type =
          switch (columns.get(i).type()) {
            case NUMBER -> FieldTypes.FLOAT.notNull();
            case WHOLE -> FieldTypes.LONG.notNull();
            case TEXT -> FieldTypes.STRING.notNull();
          };
      model.withField(columns.get(i).name(), type, row -> row.values().get(index));
    }
    this.writer =
        new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Row.class)
            .withWriteRecordModel(model)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE) // an empty file
            .build();
  }

  @Override
  public void write(List<Object> values) throws IOException {
    writer.write(new Row(values));
  }

  @Override
  public void commit() {}

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
