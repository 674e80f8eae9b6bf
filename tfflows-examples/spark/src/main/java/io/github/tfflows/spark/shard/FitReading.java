package io.github.tfflows.spark.shard;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.spark.model.SchemaText;
import io.github.tfflows.spark.param.HasKinds;
import io.github.tfflows.spark.param.TrainingParams;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.PartitionRows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.relation.RelationScan;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The choice of the columns of a fit, and the reading of their rows on executors.
 *
 * @param modelled the names of the modelled columns
 * @param given the names of the columns to condition on
 * @param kinds the texts of declared kinds by column
 * @param repeats the treatment of numbers that many rows share
 * @param missing the treatment of missing values
 * @param conditioning the cells that can be given
 * @param weights the column of weights; empty where all rows count equally
 * @param groups the column of groups; empty where all rows are on their own
 */
public record FitReading(
    List<String> modelled,
    List<String> given,
    Map<String, String> kinds,
    Repeats repeats,
    Missing missing,
    Conditioning conditioning,
    String weights,
    String groups)
    implements Serializable {
  /**
   * The choice of columns of any kind.
   *
   * @param params the parameters of the fit
   * @param modelled the names of the modelled columns; if empty, all columns that are not given
   * @param given the names of the columns to condition on
   * @param conditioning the cells that can be given
   */
  public static <P extends TrainingParams<?> & HasKinds<?>> FitReading of(
      P params, List<String> modelled, List<String> given, Conditioning conditioning) {
    String groups = params.getOrDefault(params.groupCol());
    return new FitReading(
        modelled,
        given,
        params.declaredKinds(),
        FlowFamily.parse(params.getOrDefault(params.flow())).repeats(conditioning, named(groups)),
        Missing.MODEL,
        conditioning,
        params.getOrDefault(params.weightCol()),
        groups);
  }

  private static Optional<String> named(String column) {
    return Optional.of(column).filter(name -> !name.isEmpty());
  }

  private TableScan choice() {
    Map<String, ColumnKind> parsed = new TreeMap<>();
    kinds.forEach((name, kind) -> parsed.put(name, ColumnKind.parse(kind)));
    return new TableScan(modelled, given, rowColumns().names(), parsed)
        .withRepeats(repeats)
        .groupedBy(named(groups));
  }

  /** Returns the columns of weights and groups. */
  public RowColumns rowColumns() {
    return new RowColumns(named(weights), named(groups));
  }

  /**
   * Checks the choice of columns, before executors read their rows.
   *
   * @throws IllegalArgumentException if columns or kinds cannot be used
   */
  public void requireUsable(InputColumns inputs) {
    PartitionRows none = new PartitionRows(inputs, Collections.emptyIterator());
    TableSource counted = rowColumns().counting(none);
    TableScan.Part unused = choice().begin(counted.name(), counted.columns());
  }

  public TableScan.Part scan(PartitionRows rows) throws IOException {
    TableScan.Part scan = choice().begin(rows.name(), rows.columns());
    try (RowCursor cursor = rowColumns().counting(rows).open()) {
      while (cursor.next()) {
        scan.add(cursor);
      }
    }
    return scan;
  }

  /** Checks the rows of a partition for columns that follow from others. */
  public static RelationScan checked(RelationScan relations, PartitionRows rows)
      throws IOException {
    try (RowCursor cursor = rows.open()) {
      while (!relations.isOver() && cursor.next()) {
        relations.add(cursor);
      }
    }
    return relations;
  }

  public TableSchema schema(TableScan.Part scan, RelationScan relations) {
    return scan.scanned("the dataset", missing, relations).schema().conditionedOn(conditioning);
  }

  /**
   * Stores the rows of a partition. Rows whose number in the last column is below a share are held
   * out.
   */
  public Shard shard(
      int index, InputColumns inputs, Iterator<Row> rows, SchemaText schema, double share)
      throws IOException {
    LongAdder heldOut = new LongAdder();
    PartitionRows source =
        new PartitionRows(
            inputs,
            rows,
            row -> {
              if (row.getDouble(row.size() - 1) < share) {
                heldOut.increment();
              }
            });
    RowColumns kept = rowColumns();
    Reading reading = kept.keptBy(Reading.of(missing));
    try (TableReader reader = TableReader.open(kept.counting(source), schema.schema(), reading)) {
      Iterator<Data> chunks =
          Stream.generate(() -> next(reader))
              .takeWhile(Optional::isPresent)
              .map(chunk -> kept.data(chunk.orElseThrow()))
              .iterator();
      return Shard.of(index, chunks, heldOut::sum);
    }
  }

  private static Optional<TableChunk> next(TableReader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
