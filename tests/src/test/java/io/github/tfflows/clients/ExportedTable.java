package io.github.tfflows.clients;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Exports a model of a table of which any cell can be given, for {@code tests/clients}, and beside
 * it rows by their columns with the scores that they have here. Run by name only, as the scripts
 * do. The folder {@code tables} of the system property {@code clients.folder} gets the model {@code
 * animals} and {@code animals.json}: {@code {rows: [{column: value}], log_prob: array, strangeness:
 * array, p_value: array}}.
 */
class ExportedTable {
  private static final List<String> COLUMNS =
      List.of("animal", "body weight", "length", "legs", "born");

  private final Path folder =
      Path.of(System.getProperty("clients.folder", "target/clients/models")).resolve("tables");

  private static List<List<String>> rows(int count, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double weight = Math.exp(random.nextGaussian());
      rows.add(
          List.of(
              random.nextInt(3) == 0 ? "Kuh \u00e0 lait" : "cat",
              Float.toString((float) weight),
              random.nextInt(3) == 0 ? "" : Float.toString((float) random.nextGaussian()),
              Integer.toString(2 * random.nextInt(4)),
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(2000)).toString()));
    }
    return rows;
  }

  @Test
  void exportATable() throws IOException {
    TableSource source = TableSources.of("animals", COLUMNS, rows(500, 1));
    TableSchema schema = TableScan.all().of(source, Missing.MODEL).conditionedOn(Conditioning.ANY);
    Data training = TableReader.readAll(source, schema, Missing.MODEL);
    Distribution density =
        TableDistribution.of(
            FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE.on(schema, training.count()), schema, training);
    List<List<String>> rows = new ArrayList<>(rows(20, 2));
    rows.add(List.of("cat", "1", "-0.0", "-0.0", "2022-05-17"));
    rows.add(List.of("cat", "1", "1e-310", "4.9e-324", "2022-05-17"));
    rows.add(List.of("cat", "1", "-1e-310", "-1e-310", "2022-05-17"));
    rows.add(List.of("dog", "1", "1", "4", "2022-05-17"));
    rows.add(List.of("cat", "-1", "1", "4", "2022-05-17"));
    rows.add(List.of("cat", "1", "1", "4", "2022-05-17T12:00"));
    rows.add(List.of("cat", "1e-310", "1", "4", "2022-05-17"));
    int contextSize = schema.contextNames().size();
    Files.createDirectories(folder);
    try (TableModel model =
        TableModel.measured(
            CompiledDistribution.compile(density, contextSize, 3, Execution.defaults()),
            schema,
            training,
            new TableOrigin("splines", RowColumns.NONE))) {
      model.export(folder.resolve("animals"), ExportOptions.defaults().replacing());
    }
    try (TableModel model = TableModel.load(folder.resolve("animals"), Execution.defaults())) {
      Files.writeString(folder.resolve("animals.json"), answers(model, schema, rows));
    }
  }

  /** The days since the beginning of 1970 of a date, or of noon. */
  private static double days(String text) {
    return LocalDate.parse(text.substring(0, 10)).toEpochDay() + (text.length() > 10 ? 0.5 : 0);
  }

  private static String answers(TableModel model, TableSchema schema, List<List<String>> rows)
      throws IOException {
    ObjectNode all = new ObjectMapper().createObjectNode();
    ArrayNode inputs = all.putArray("rows");
    for (List<String> row : rows) {
      ObjectNode values = inputs.addObject();
      for (int i = 0; i < COLUMNS.size(); i++) {
        String text = row.get(i);
        if (i == 0) {
          values.put(COLUMNS.get(i), text);
        } else if (i == COLUMNS.size() - 1) {
          values.put(COLUMNS.get(i), days(text));
        } else {
          values.put(COLUMNS.get(i), text.isEmpty() ? Double.NaN : Double.parseDouble(text));
        }
      }
    }
    TableSource source = TableSources.of("rows", COLUMNS, rows);
    Reading reading = Reading.of(Missing.MODEL).reporting();
    try (TableReader reader = TableReader.open(source, schema, reading)) {
      TableChunk chunk = reader.next().orElseThrow();
      ArrayNode logProb = all.putArray("log_prob");
      ArrayNode strangeness = all.putArray("strangeness");
      ArrayNode pValue = all.putArray("p_value");
      for (RowScore score : model.score(chunk)) {
        logProb.add(score.logProb());
        strangeness.add(score.strangeness());
        pValue.add((float) score.pValue());
      }
    }
    return new ObjectMapper()
        .configure(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature(), false)
        .writeValueAsString(all);
  }
}
