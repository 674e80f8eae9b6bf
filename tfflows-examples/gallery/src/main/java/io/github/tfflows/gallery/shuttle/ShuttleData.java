package io.github.tfflows.gallery.shuttle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The Statlog (Shuttle) data (UCI Machine Learning Repository, doi:10.24432/C5WS31): nine integer
 * columns, by their names, and the rows of each class.
 */
record ShuttleData(List<String> columns, Map<String, float[][]> byClass) {
  /** The state without a fault. */
  static final String NORMAL = "Rad.Flow";

  private static final String RESOURCE = "shuttle.csv.gz";

  /** Reads the file that comes with the examples. */
  static ShuttleData read() throws IOException {
    try (InputStream file = ShuttleData.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IOException("the resource " + RESOURCE + " is missing from the class path");
      }
      return parse(new BufferedReader(new InputStreamReader(new GZIPInputStream(file), UTF_8)));
    }
  }

  private static ShuttleData parse(BufferedReader lines) throws IOException {
    List<String> header = List.of(lines.readLine().split(",", -1));
    Map<String, List<float[]>> rows = new LinkedHashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] fields = line.split(",", -1);
      float[] row = new float[fields.length - 1];
      for (int i = 0; i < row.length; i++) {
        row[i] = Integer.parseInt(fields[i]);
      }
      rows.computeIfAbsent(fields[row.length], unused -> new ArrayList<>()).add(row);
    }
    Map<String, float[][]> byClass = new LinkedHashMap<>();
    rows.forEach((name, list) -> byClass.put(name, list.toArray(float[][]::new)));
    return new ShuttleData(header.subList(0, header.size() - 1), byClass);
  }

  /** The rows without a fault. */
  float[][] normal() {
    return byClass.getOrDefault(NORMAL, new float[0][]);
  }

  /** The names of the classes with a fault, the largest first. */
  List<String> faults() {
    return byClass.keySet().stream()
        .filter(name -> !name.equals(NORMAL))
        .sorted((a, b) -> Integer.compare(rows(b).length, rows(a).length))
        .toList();
  }

  float[][] rows(String name) {
    return byClass.getOrDefault(name, new float[0][]);
  }
}
