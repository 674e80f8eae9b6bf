package io.github.tfflows.quality;

import io.github.tfflows.core.data.Rows;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings and the rows of a part, as {@code tests/quality/run.sh} writes them.
 *
 * @param folder the folder of the files
 * @param values the settings, and the number of columns of each set of data
 */
record QualitySettings(Path folder, Properties values) {
  static QualitySettings read(Path folder) throws IOException {
    Properties values = new Properties();
    for (String file : List.of("settings.properties", "columns.properties")) {
      try (Reader in = Files.newBufferedReader(folder.resolve(file))) {
        values.load(in);
      }
    }
    return new QualitySettings(folder, values);
  }

  /** The rows of one part: float32 in little-endian order, row after row. */
  Rows rows(String data, long seed, String part) throws IOException {
    byte[] bytes = Files.readAllBytes(file(data, seed, part));
    float[] entries = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(entries);
    return Rows.of(entries, integer(data));
  }

  /** The rows to learn from: those for training and, where there are any, those for validation. */
  Rows allTraining(String data, long seed) throws IOException {
    Rows training = rows(data, seed, "training");
    return Files.exists(file(data, seed, "validation"))
        ? training.followedBy(rows(data, seed, "validation"))
        : training;
  }

  /** Writes values in the format of the files of rows. */
  void write(String data, long seed, String part, float[] entries) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(entries.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(entries);
    Files.write(file(data, seed, part), bytes.array());
  }

  /** Writes a table with a head; no cell of it needs quotes. */
  void write(String data, long seed, String part, List<String> header, List<List<Object>> rows)
      throws IOException {
    Stream<List<?>> all = Stream.concat(Stream.of(header), rows.stream());
    Files.write(
        table(data, seed, part),
        all.map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(",")))
            .toList());
  }

  List<String> words(String key) {
    return List.of(value(key).split("\\s+"));
  }

  int integer(String key) {
    return Integer.parseInt(value(key));
  }

  double number(String key) {
    return Double.parseDouble(value(key));
  }

  /** The file of a table with a head. */
  Path table(String data, long seed, String part) {
    return folder.resolve("%s.%d.%s.csv".formatted(data, seed, part));
  }

  /** The file of the kinds of a table's columns. */
  Path kinds(String data) {
    return folder.resolve(data + ".kinds");
  }

  private Path file(String data, long seed, String part) {
    return folder.resolve("%s.%d.%s.f32".formatted(data, seed, part));
  }

  private String value(String key) {
    String value = values.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("the settings in " + folder + " lack " + key);
    }
    return value;
  }
}
