package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Zeros of either sign, denormal numbers and parts of days, from files and by columns. */
class SignatureZeroesTest {
  private static final List<String> NAMES = List.of("net", "price", "legs", "share", "born");
  private static final List<String> ZEROS =
      List.of("0", "-0.0", "5e-324", "-5e-324", "1e-310", "-1e-310", "2e-308", "3e-308", "1e-40");
  private static final String DAY = "2022-05-17";

  @TempDir private Path folder;

  /** A third of the prices and of the nets are zero. */
  private static List<List<String>> table() {
    Random random = new Random(1);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double net = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
      double price = random.nextInt(3) == 0 ? 0 : Math.exp(3 * random.nextGaussian());
      rows.add(
          List.of(
              Double.toString(net),
              Double.toString(price),
              Integer.toString(random.nextInt(9)),
              Double.toString(random.nextDouble()),
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2000)).toString()));
    }
    return rows;
  }

  /** Each zero in the place of each number, and a day and its noon. */
  private static List<List<String>> odd() {
    List<List<String>> rows = new ArrayList<>();
    for (String zero : ZEROS) {
      for (int column = 0; column < NAMES.size() - 1; column++) {
        List<String> row = new ArrayList<>(List.of("1.5", "2.5", "4", "0.5", DAY));
        row.set(column, zero);
        rows.add(row);
      }
    }
    rows.add(List.of("1.5", "2.5", "4", "0.5", DAY + "T12:00"));
    rows.add(List.of("1.5", "2.5", "4", "0.5", DAY));
    return rows;
  }

  private Path exported(TableSchema schema, Data rows) throws IOException {
    Path model = folder.resolve("model");
    try (TableModel table =
        TableModel.measured(
            CompiledDistribution.compile(
                TableDistribution.of(
                    d ->
                        Flows.permutedSplines(
                            d, 1, new RationalQuadratic(4, 5), ResidualMade.of(16, 1)),
                    schema,
                    rows),
                1),
            schema,
            rows,
            new TableOrigin("splines", Optional.empty()))) {
      table.export(model);
    }
    return model;
  }

  private static Map<String, Tensor> columns(List<List<String>> rows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      int column = i;
      inputs.put(
          NAMES.get(i),
          TFloat64.vectorOf(
              rows.stream()
                  .map(row -> row.get(column))
                  .mapToDouble(text -> value(text))
                  .toArray()));
    }
    return inputs;
  }

  private static double value(String text) {
    return text.startsWith(DAY)
        ? LocalDate.parse(DAY).toEpochDay() + (text.length() > DAY.length() ? 0.5 : 0)
        : Double.parseDouble(text);
  }

  private static float[] byColumns(Path model, List<List<String>> rows) {
    Map<String, Tensor> inputs = columns(rows);
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        Result result = bundle.function("log_prob_columns").call(inputs)) {
      float[] found = new float[rows.size()];
      TFloat32 logProb = (TFloat32) result.get("log_prob").orElseThrow();
      for (int i = 0; i < found.length; i++) {
        found[i] = logProb.getFloat(i);
      }
      return found;
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  @Test
  void scoresAreEqualFromFilesAndByColumns() throws IOException {
    TableSource source = TableSources.of("rows", NAMES, table());
    TableSchema schema =
        new TableScan(
                List.of(), List.of(), List.of(), Map.of("share", new ColumnKind.Bounded(0, 1)))
            .of(source, Missing.REFUSE);
    Path exported = exported(schema, TableReader.readAll(source, schema, Missing.REFUSE));
    List<List<String>> odd = odd();
    float[] found = byColumns(exported, odd);
    Reading reading = Reading.of(Missing.REFUSE).reporting();
    try (TableModel model = TableModel.load(exported, Execution.defaults());
        TableReader reader =
            TableReader.open(TableSources.of("odd", NAMES, odd), model.schema(), reading)) {
      List<RowScore> scores = model.score(reader.next().orElseThrow());
      for (int i = 0; i < found.length; i++) {
        float expected = scores.get(i).logProb();
        String row = odd.get(i).toString();
        if (Float.isFinite(expected)) {
          assertEquals(expected, found[i], 2e-5 * (1 + Math.abs(expected)), row);
        } else {
          assertEquals(expected, found[i], row);
        }
      }
      for (int i = 0; i < 6 * (NAMES.size() - 1); i++) {
        float zero = scores.get(i % (NAMES.size() - 1)).logProb();
        assertEquals(zero, scores.get(i).logProb(), "as of zero: " + odd.get(i));
        assertTrue(Float.isFinite(zero), odd.get(i).toString());
      }
      assertEquals(Float.NEGATIVE_INFINITY, scores.get(found.length - 2).logProb());
      assertTrue(Float.isFinite(scores.get(found.length - 1).logProb()));
    }
  }
}
