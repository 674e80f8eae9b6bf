package io.github.tfflows.tables;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Numbers;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** Small tables, in memory and in files. */
public final class Tables {
  /** Writes lines to a file. */
  public static Path file(Path folder, String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  /** A table of rows, each by its number; commas separate the names of the columns. */
  public static TableSource of(String columns, int count, IntFunction<List<?>> row) {
    return TableSources.of("t", names(columns), rows(count, row));
  }

  /** A table of lines without a header, whose cells are separated by commas. */
  public static TableSource of(String columns, String... lines) {
    return of(columns, lines.length, i -> names(lines[i]));
  }

  /** List prices that end in 99, and sale prices, of which three in four are the list price. */
  public static TableSource prices() {
    Random random = new Random(1);
    return of(
        "stock,list,sale",
        2_000,
        i -> {
          double list = Math.floor(Math.exp(4.5 + random.nextGaussian())) + 0.99;
          double share = i % 4 > 0 ? 1 : 0.5 + 0.4 * random.nextDouble();
          return List.of(i % 5, "%.2f".formatted(list), "%.2f".formatted(list * share));
        });
  }

  /** The texts between commas. */
  public static List<String> names(String line) {
    return List.of(line.split(",", -1));
  }

  /** The number in a cell of a row. */
  public static double number(Map<String, Object> row, String column) {
    return Double.parseDouble(String.valueOf(Objects.requireNonNull(row.get(column), column)));
  }

  /** Rows of the texts of values, each by its number. */
  public static List<List<String>> rows(int count, IntFunction<List<?>> row) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(i -> row.apply(i).stream().map(String::valueOf).toList())
            .toList());
  }

  /** Lines of a file, each by its number, after a header. */
  public static List<String> lines(String header, int count, IntFunction<String> line) {
    List<String> lines = new ArrayList<>(List.of(header));
    IntStream.range(0, count).mapToObj(line).forEach(lines::add);
    return lines;
  }

  /** Opens a file as it is by default. */
  public static TableSource open(Path file) throws IOException {
    return TableFiles.open(file, SourceOptions.defaults());
  }

  /** Every cell as text, null where a value is missing. */
  public static List<List<@Nullable String>> cells(TableSource source) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (RowCursor cursor = source.open()) {
      while (cursor.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < source.columns().size(); i++) {
          row.add(cursor.text(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Opens an export as a server does, but without TensorFlow's optimizer, which takes long. */
  public static SavedModelBundle bundle(Path model) {
    return SavedModelBundle.loader(model.toString())
        .withTags("serve")
        .withConfigProto(Workbench.unoptimized())
        .load();
  }

  /** Draws rows by the signature by columns, as texts by name. */
  public static List<Map<String, String>> drawn(Path model, int count) {
    try (SavedModelBundle bundle = bundle(model);
        Tensor counts = TInt32.scalarOf(count);
        Tensor seed = TInt64.vectorOf(1, 2);
        Result columns =
            bundle.function("sample_columns").call(Map.of("count", counts, "seed", seed))) {
      return IntStream.range(0, count)
          .mapToObj(
              row -> {
                Map<String, String> cells = new LinkedHashMap<>();
                columns.forEach(one -> cells.put(one.getKey(), cell(one.getValue(), row)));
                return cells;
              })
          .toList();
    }
  }

  private static String cell(Tensor column, int row) {
    return column instanceof TString texts
        ? texts.getObject(row)
        : Numbers.text(((TFloat64) column).getDouble(row));
  }

  /** Draws numbers by the signature that servers call, in a graph that TensorFlow optimizes. */
  public static Map<String, double[]> served(Path model, int count) {
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        Tensor counts = TInt32.scalarOf(count);
        Tensor seed = TInt64.vectorOf(1, 2);
        Result drawn =
            bundle.function("sample_columns").call(Map.of("count", counts, "seed", seed))) {
      Map<String, double[]> numbers = new HashMap<>();
      drawn.forEach(
          column -> {
            if (column.getValue() instanceof TFloat64 values) {
              double[] all = new double[count];
              Arrays.setAll(all, values::getDouble);
              numbers.put(column.getKey(), all);
            }
          });
      return numbers;
    }
  }

  /**
   * Rows of six columns: a key, a name, a number whose mean is 3 for b and -3 for a, its
   * exponential with noise, a whole number, and an angle around north.
   */
  public static List<String> mixed(int count) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("id,letter,x,price,count,wind"));
    for (int i = 0; i < count; i++) {
      boolean b = random.nextBoolean();
      double x = (b ? 3 : -3) + 0.5 * random.nextGaussian();
      double price = Math.exp(0.5 * x + 0.1 * random.nextGaussian());
      long whole = Math.round(2 * x + random.nextGaussian());
      double wind = 20 * random.nextGaussian();
      lines.add(
          "k%d,%s,%.4f,%.4f,%d,%.3f"
              .formatted(i, b ? "b" : "a", x, price, whole, wind < 0 ? wind + 360 : wind));
    }
    return lines;
  }

  private Tables() {}
}
