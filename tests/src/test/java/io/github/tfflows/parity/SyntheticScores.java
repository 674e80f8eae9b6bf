package io.github.tfflows.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.synthetic.ColumnShape;
import io.github.tfflows.tables.synthetic.PairTrend;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.synthetic.SampleColumn;
import io.github.tfflows.tables.synthetic.TableSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the scores of the tables {@code real.csv} and {@code synthetic.csv} of a folder to {@code
 * scores.json}, and the values as they were read to {@code real.read.csv} and {@code
 * synthetic.read.csv}, for {@code tests/parity/sdmetrics.sh}.
 */
final class SyntheticScores {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    TableSource real = Tables.open(folder.resolve("real.csv"));
    TableSchema schema = TableScan.all().of(real, Missing.MODEL);
    List<TableSample> samples = new ArrayList<>();
    for (String side : List.of("real", "synthetic")) {
      Data rows =
          TableReader.readAll(Tables.open(folder.resolve(side + ".csv")), schema, Missing.MODEL);
      samples.add(TableSample.of(schema, rows.x(), rows.context()));
      write(schema, samples.get(samples.size() - 1), folder.resolve(side + ".read.csv"));
    }
    ObjectNode all = JSON.createObjectNode();
    ObjectNode columns = all.putObject("columns");
    for (TableColumn column : schema.all()) {
      columns
          .putObject(column.name())
          .put("sdtype", column.kind().isNamed() ? "categorical" : "numerical");
    }
    write(all.putObject("scores"), QualityScores.of(samples.get(0), samples.get(1)));
    JSON.writeValue(folder.resolve("scores.json").toFile(), all);
  }

  private static void write(ObjectNode in, QualityScores scores) {
    put(in, "overall", scores.overall());
    put(in, "all_pair_trends", scores.allPairTrends());
    put(in, "column_shapes", scores.columnShapes());
    put(in, "column_pair_trends", scores.columnPairTrends());
    for (ColumnShape one : scores.shapes()) {
      put(in, one.column(), one.score());
    }
    for (PairTrend one : scores.trends()) {
      put(in, one.first() + ", " + one.second(), one.score());
      put(in, one.first() + ", " + one.second() + " counts", one.isStrong() ? 1 : 0);
    }
  }

  private static void put(ObjectNode in, String name, double value) {
    if (Double.isNaN(value)) {
      in.putNull(name);
    } else {
      in.put(name, value);
    }
  }

  private static void write(TableSchema schema, TableSample sample, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(sample.columns().stream().map(SampleColumn::name).collect(Collectors.joining(",")));
    for (int row = 0; row < sample.count(); row++) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < sample.columns().size(); i++) {
        cells.add(text(schema.all().get(i), sample.columns().get(i).values()[row]));
      }
      lines.add(String.join(",", cells));
    }
    Files.write(file, lines);
  }

  private static String text(TableColumn column, double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return column.kind().isNamed() ? column.names().get((int) value) : Double.toString(value);
  }

  private SyntheticScores() {}
}
